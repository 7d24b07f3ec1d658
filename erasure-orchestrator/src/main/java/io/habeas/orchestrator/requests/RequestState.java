package io.habeas.orchestrator.requests;

import io.habeas.orchestrator.canary.CanaryState;
import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.erasure.ErasureState;
import io.habeas.orchestrator.erasure.Hold;
import io.habeas.orchestrator.rectification.RectificationState;
import io.habeas.orchestrator.restriction.RestrictionState;
import io.habeas.orchestrator.stopping.StoppingState;
import io.habeas.schemas.avro.EndCause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far one request has come, in the terms of its right. */
public sealed interface RequestState {

  /** Nothing has happened yet. */
  record NotStarted() implements RequestState {}

  /** Art. 17. */
  record Erasure(ErasureState state) implements RequestState {}

  /** Art. 16. */
  record Rectification(RectificationState state) implements RequestState {}

  /** Art. 18, also while an objection is weighed (Art. 18(1)(d), 21(1)). */
  record Restriction(RestrictionState state) implements RequestState {}

  /**
   * Art. 21(2), (3) and 7(3).
   *
   * @param holds of what is to be erased afterwards; nothing is held of processing that stops
   * @param next what is to be erased as soon as everybody is directed; null unless that was
   *     accepted
   */
  record Stopping(StoppingState state, List<Hold> holds, @Nullable Next next)
      implements RequestState {
    public Stopping {
      holds = List.copyOf(holds);
    }

    /**
     * What rested on withdrawn consents is to be erased.
     *
     * @param endingFor who has it end before it begins; null if nobody does
     */
    public record Next(ErasureEvent.RequestAccepted accepted, @Nullable EndCause endingFor) {}
  }

  /** Nobody's request: somebody made up, to prove the path to a store. */
  record Canary(CanaryState state) implements RequestState {}
}
