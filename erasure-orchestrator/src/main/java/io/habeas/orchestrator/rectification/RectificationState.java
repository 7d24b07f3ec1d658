package io.habeas.orchestrator.rectification;

import io.habeas.orchestrator.joint.Joint;

/** How far one rectification has come. */
public sealed interface RectificationState {

  /** Nothing was accepted, so nothing was read or changed. */
  record NotStarted() implements RectificationState {}

  /** An outcome is owed by a participant, or a decision by a person. */
  sealed interface Underway extends RectificationState {
    /** Everything known of it. */
    Joint joint();

    /** The same state with more known of it. */
    Underway with(Joint joint);
  }

  /** Nothing is owed, by anybody. */
  sealed interface Ended extends RectificationState {
    /** Everything known of it. */
    Joint joint();

    /** The same state with more known of it. */
    Ended with(Joint joint);
  }

  /** Participants search by everything that is known of the person, in rounds. */
  record Locating(Joint joint) implements Underway {
    @Override
    public Locating with(Joint after) {
      return new Locating(after);
    }
  }

  /** Participants correct what they hold: there is only forward. */
  record Rectifying(Joint joint) implements Underway {
    @Override
    public Rectifying with(Joint after) {
      return new Rectifying(after);
    }
  }

  /** Whatever could go on has; a person must decide about the participants that are halted. */
  record Halted(Joint joint) implements Underway {
    @Override
    public Halted with(Joint after) {
      return new Halted(after);
    }
  }

  /** Every required participant has corrected what it holds, or cannot. */
  record Completed(Joint joint) implements Ended {
    @Override
    public Completed with(Joint after) {
      return new Completed(after);
    }
  }

  /** The request ended before anything was changed. */
  record Abandoned(Joint joint) implements Ended {
    @Override
    public Abandoned with(Joint after) {
      return new Abandoned(after);
    }
  }
}
