package io.habeas.exportbuilder.export;

/** How far one export has come. */
public sealed interface ExportState {

  /** Nothing was accepted, so nothing was read. */
  record NotStarted() implements ExportState {}

  /** Something has begun. */
  sealed interface Begun extends ExportState {
    /** Everything known of it. */
    Export export();

    /** The same state with more known of it. */
    Begun with(Export after);
  }

  /** Somebody owes something: a participant, the packager, or a person. */
  sealed interface Underway extends Begun {
    @Override
    Underway with(Export after);
  }

  /** Nothing more happens. */
  sealed interface Ended extends Begun {}

  /** Participants search in rounds; or all have, and the request's key is still to come. */
  record Locating(Export export) implements Underway {
    @Override
    public Locating with(Export after) {
      return new Locating(after);
    }
  }

  /** Participants read out what they hold. */
  record Exporting(Export export) implements Underway {
    @Override
    public Exporting with(Export after) {
      return new Exporting(after);
    }
  }

  /** Every required participant has read out what it holds; the packager is at work. */
  record Packaging(Export export) implements Underway {
    @Override
    public Packaging with(Export after) {
      return new Packaging(after);
    }
  }

  /** Whatever could go on has; a person must decide about the participants that are halted. */
  record Halted(Export export) implements Underway {
    @Override
    public Halted with(Export after) {
      return new Halted(after);
    }
  }

  /** The package is ready, or nothing is held. */
  record Completed(Export export) implements Ended {
    @Override
    public Completed with(Export after) {
      return new Completed(after);
    }
  }

  /** The request ended before the package was ready. */
  record Abandoned(Export export) implements Ended {
    @Override
    public Abandoned with(Export after) {
      return new Abandoned(after);
    }
  }
}
