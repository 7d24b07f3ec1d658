package io.habeas.orchestrator.requests;

import io.habeas.orchestrator.canary.CanaryState;
import io.habeas.orchestrator.erasure.ErasureState;
import io.habeas.orchestrator.rectification.RectificationState;
import io.habeas.orchestrator.restriction.RestrictionState;
import io.habeas.orchestrator.stopping.StoppingState;

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

  /** Art. 21(2), (3) and 7(3). */
  record Stopping(StoppingState state) implements RequestState {}

  /** Nobody's request: somebody made up, to prove the path to a store. */
  record Canary(CanaryState state) implements RequestState {}
}
