package io.habeas.orchestrator.erasure.history;

import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.ErasureEvent.Reply;
import io.habeas.schemas.avro.Action;

/** Which answers of one store were taken into account since it was searched last. */
final class Believed {
  private boolean located;
  private boolean restricted;
  private boolean erased;
  private boolean verified;

  /** It was located, and is hidden or cannot be. */
  boolean isReadyForErasure() {
    return located && restricted || erased;
  }

  boolean isErased() {
    return erased;
  }

  /** It was verified after it had erased. */
  boolean isVerified() {
    return erased && verified;
  }

  /** This answer is taken into account. */
  void take(Reply reply) {
    switch (reply) {
      case ErasureEvent.HoldingsLocated e -> {
        located = true;
        restricted = false;
        erased = false;
        verified = false;
      }
      case ErasureEvent.RecordsRestricted e -> restricted = true;
      case ErasureEvent.RestrictionLifted e -> restricted = false;
      case ErasureEvent.RecordsErased e -> {
        erased = true;
        verified = false;
      }
      case ErasureEvent.ExpiredErased e -> {}
      case ErasureEvent.ErasureVerified e -> verified = true;
      case ErasureEvent.ResidueFound e -> verified = false;
      // Only hiding and its undoing are what a store of these histories may lack.
      case ErasureEvent.ActionNotOffered e -> restricted = e.answers() == Action.RESTRICT;
      case ErasureEvent.TaskDeferred e -> {}
      case ErasureEvent.TaskSuperseded e -> {}
    }
  }
}
