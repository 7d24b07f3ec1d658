package io.habeas.orchestrator.restriction;

import io.habeas.orchestrator.joint.Joint;
import io.habeas.schemas.avro.EndCause;
import org.jspecify.annotations.Nullable;

/** How far one restriction has come. */
public sealed interface RestrictionState {

  /** Nothing was accepted, so nothing was read or changed. */
  record NotStarted() implements RestrictionState {}

  /** An outcome is owed by a participant, or a decision by a person. */
  sealed interface Underway extends RestrictionState {
    /** Everything known of it. */
    Joint joint();

    /** The same state with more known of it. */
    Underway with(Joint joint);
  }

  /** Nothing is owed, by anybody. */
  sealed interface Ended extends RestrictionState {
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

  /** Participants hide what they hold. */
  record Restricting(Joint joint) implements Underway {
    @Override
    public Restricting with(Joint after) {
      return new Restricting(after);
    }
  }

  /** Whatever could go on has; a person must decide about the participants that are halted. */
  record Halted(Joint joint) implements Underway {
    @Override
    public Halted with(Joint after) {
      return new Halted(after);
    }
  }

  /** Everything is restricted, until a person decides otherwise and the person concerned knows. */
  record Standing(Joint joint) implements Underway {
    @Override
    public Standing with(Joint after) {
      return new Standing(after);
    }
  }

  /**
   * Participants show again what they hid.
   *
   * @param endingFor who had the request end; null if it is carried out, and the person was told
   */
  record Lifting(Joint joint, @Nullable EndCause endingFor) implements Underway {
    @Override
    public Lifting with(Joint after) {
      return new Lifting(after, endingFor);
    }
  }

  /** It was carried out, and everything is as it was before. */
  record Lifted(Joint joint) implements Ended {
    @Override
    public Lifted with(Joint after) {
      return new Lifted(after);
    }
  }

  /** The request ended before it was carried out, or because its maker wanted so. */
  record Abandoned(Joint joint) implements Ended {
    @Override
    public Abandoned with(Joint after) {
      return new Abandoned(after);
    }
  }
}
