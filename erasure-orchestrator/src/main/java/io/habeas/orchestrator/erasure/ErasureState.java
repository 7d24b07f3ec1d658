package io.habeas.orchestrator.erasure;

import io.habeas.schemas.avro.Completion;

/** How far one erasure has come. */
public sealed interface ErasureState {

  /** Nothing was accepted, so nothing was read or changed. */
  record NotStarted() implements ErasureState {}

  /** An outcome is owed by a participant, or a decision by a person. */
  sealed interface Underway extends ErasureState {
    /** Everything known of it. */
    Saga saga();

    /** The same state with more known of it. */
    Underway with(Saga saga);
  }

  /** Nothing more happens. */
  sealed interface Ended extends ErasureState {
    /** Everything known of it. */
    Saga saga();

    /** The same state with more known of it. */
    Ended with(Saga saga);
  }

  /** Participants search by everything that is known of the person, in rounds. */
  record Locating(Saga saga) implements Underway {
    @Override
    public Locating with(Saga after) {
      return new Locating(after);
    }
  }

  /** What was located is being hidden, reversibly (Art. 18). */
  record Restricting(Saga saga) implements Underway {
    @Override
    public Restricting with(Saga after) {
      return new Restricting(after);
    }
  }

  /** The point of no return is passed. */
  record Erasing(Saga saga) implements Underway {
    @Override
    public Erasing with(Saga after) {
      return new Erasing(after);
    }
  }

  /** Independent probes look for what may be left; what they find is erased again. */
  record Verifying(Saga saga) implements Underway {
    @Override
    public Verifying with(Saga after) {
      return new Verifying(after);
    }
  }

  /** Whatever could go on has; a person must decide about the participants that are halted. */
  record Halted(Saga saga) implements Underway {
    @Override
    public Halted with(Saga after) {
      return new Halted(after);
    }
  }

  /** The request ended before the point of no return: every restriction is being undone. */
  record Lifting(Saga saga) implements Underway {
    @Override
    public Lifting with(Saga after) {
      return new Lifting(after);
    }
  }

  /** Every required participant erased, and an independent probe found nothing left. */
  record Completed(Saga saga, Completion completion) implements Ended {
    @Override
    public Completed with(Saga after) {
      return new Completed(after, completion);
    }
  }

  /** The request ended before the point of no return and every restriction is lifted. */
  record Abandoned(Saga saga) implements Ended {
    @Override
    public Abandoned with(Saga after) {
      return new Abandoned(after);
    }
  }
}
