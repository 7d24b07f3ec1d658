package io.habeas.orchestrator.erasure.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.ErasureState;
import io.habeas.orchestrator.erasure.Saga;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * No request is forgotten (Art. 12(3), L5): while something is left to be done, somebody is named
 * who owes it, or an instant at which it goes on.
 */
final class InvariantsOfWaiting {
  private final Trail trail;

  InvariantsOfWaiting(Trail trail) {
    this.trail = trail;
  }

  /**
   * Checks what an erasure has come to.
   *
   * @param wakeUp when it wants to be woken up; null for never
   * @param waitsFor of whom it is told when something changes
   */
  void check(ErasureState state, @Nullable Instant wakeUp, Set<String> waitsFor) {
    switch (state) {
      case ErasureState.NotStarted s -> {}
      case ErasureState.Awaited s -> {}
      case ErasureState.AwaitingApproval(Saga saga) -> {
        checkThatNobodyOwesAnAnswer(saga);
        assertThat(trail.planAwaited()).as("a plan is shown to somebody").isPositive();
      }
      case ErasureState.CoolingOff s ->
          assertThat(wakeUp).as("the end of the time to cool off is awaited").isNotNull();
      case ErasureState.AtGate(Saga saga) -> {
        checkThatNobodyOwesAnAnswer(saga);
        assertThat(wakeUp).as("the gate is asked again at an instant").isNotNull();
        assertThat(saga.gate().irrevocable()).isFalse();
      }
      case ErasureState.OnHold(Saga saga) -> {
        checkThatNobodyOwesAnAnswer(saga);
        assertThat(isHeld(saga, waitsFor)).as("a named hold is awaited").isTrue();
      }
      case ErasureState.Uncovered uncovered -> {
        checkThatNobodyOwesAnAnswer(uncovered.saga());
        assertThat(uncovered.missing()).as("a named participant is awaited").isNotEmpty();
        assertThat(waitsFor)
            .containsExactlyInAnyOrderElementsOf(
                uncovered.missing().stream().map(each -> each.participant().name()).toList());
      }
      case ErasureState.Halted(Saga saga) -> {
        checkThatNobodyOwesAnAnswer(saga);
        assertThat(saga.stores())
            .as("a person must decide about somebody")
            .anyMatch(store -> store.halted() != null);
      }
      case ErasureState.Underway underway -> {
        assertThat(underway.saga().fanOut().joined())
            .as("a named participant owes an answer")
            .isFalse();
        assertThat(wakeUp).as("and is asked again at an instant").isNotNull();
      }
      case ErasureState.Retaining(Saga saga) ->
          assertThat(wakeUp != null || isHeld(saga, waitsFor))
              .as("an expiry or a hold is awaited")
              .isTrue();
      case ErasureState.Completed s -> {}
      case ErasureState.Abandoned s -> {}
    }
  }

  private static void checkThatNobodyOwesAnAnswer(Saga saga) {
    assertThat(saga.fanOut().joined()).as("nobody owes an answer").isTrue();
  }

  private static boolean isHeld(Saga saga, Set<String> waitsFor) {
    return !saga.gate().holds().isEmpty() || !waitsFor.isEmpty();
  }
}
