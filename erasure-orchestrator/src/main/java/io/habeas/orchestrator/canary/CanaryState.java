package io.habeas.orchestrator.canary;

import io.habeas.schemas.avro.Action;
import java.time.Instant;

/** How far one canary has come. */
public sealed interface CanaryState {

  /** Nobody was made up. */
  record NotBegun() implements CanaryState {}

  /** Something may have been made up, and is not known to be gone. */
  sealed interface Underway extends CanaryState {
    /** Everything known of it. */
    Canary canary();

    /** The same state with more known of it. */
    Underway with(Canary canary);
  }

  /** Its store owes an answer. */
  record Asked(Canary canary) implements Underway {
    @Override
    public Asked with(Canary after) {
      return new Asked(after);
    }
  }

  /**
   * Its store is held as a whole: nothing is changed there, for whomever.
   *
   * @param next what is asked afterwards
   */
  record OnHold(Canary canary, Action next) implements Underway {
    @Override
    public OnHold with(Canary after) {
      return new OnHold(after, next);
    }
  }

  /**
   * What its store did was not good enough.
   *
   * @param next what is asked again
   * @param until when
   */
  record Paused(Canary canary, Action next, Instant until) implements Underway {
    @Override
    public Paused with(Canary after) {
      return new Paused(after, next, until);
    }
  }

  /** Nothing more is asked for it. */
  record Over(Canary canary) implements CanaryState {}
}
