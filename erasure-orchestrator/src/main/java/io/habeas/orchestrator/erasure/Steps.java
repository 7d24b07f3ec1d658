package io.habeas.orchestrator.erasure;

import static io.habeas.orchestrator.erasure.Said.and;
import static io.habeas.orchestrator.erasure.Said.tell;

import io.habeas.orchestrator.erasure.ErasureState.CoolingOff;
import io.habeas.orchestrator.erasure.ErasureState.OnHold;
import io.habeas.orchestrator.erasure.ErasureState.Retaining;
import io.habeas.orchestrator.erasure.ErasureState.Uncovered;
import io.habeas.orchestrator.erasure.ErasureState.Underway;
import io.habeas.orchestrator.erasure.Report.PhaseStarted;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.fanout.Moved;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.schemas.avro.Action;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Single steps of an erasure: what is asked of participants, and what brings it on again. */
final class Steps {
  private final WhoseTurn turn;
  private final Comparing comparing;
  private final Pauses pauses;

  Steps(WhoseTurn turn, Comparing comparing, Pauses pauses) {
    this.turn = turn;
    this.comparing = comparing;
    this.pauses = pauses;
  }

  /** Asks participants to do something, and says so. */
  Transition<ErasureState, ErasureCommand> start(
      Saga saga,
      List<ParticipantId> whom,
      Action action,
      Function<Saga, Underway> phase,
      List<ErasureCommand> said,
      Instant at) {
    Moved<Action> moved = saga.fanOut().ask(whom, action, at, pauses);
    Underway state = phase.apply(saga.fanOut(moved.fanOut()));
    ErasureCommand started = tell(saga, new PhaseStarted(Said.phaseOf(state), whom), at);
    return stay(state, state.saga(), and(and(said, started), Said.commands(state, moved, at)));
  }

  /** What was asked of participants, or is put off, said in commands. */
  Transition<ErasureState, ErasureCommand> moved(Underway s, Moved<Action> moved, Instant at) {
    return moved(s, List.of(), moved, at);
  }

  Transition<ErasureState, ErasureCommand> moved(
      Underway s, List<ErasureCommand> said, Moved<Action> moved, Instant at) {
    Saga saga = s.saga().fanOut(moved.fanOut());
    return stay(s.with(saga), saga, and(said, Said.commands(s, moved, at)));
  }

  /** The state, what is said, and the instant at which something must be done unasked. */
  Transition<ErasureState, ErasureCommand> stay(
      ErasureState state, Saga saga, List<ErasureCommand> said) {
    @Nullable Instant ownTime =
        switch (state) {
          case CoolingOff s -> saga.gate().coolingOffUntil();
          case Retaining s -> saga.nextExpiry(store -> turn.isHeld(saga, store)).orElse(null);
          case ErasureState other -> null;
        };
    Instant wakeUp =
        Stream.of(
                saga.fanOut().nextAskAt(),
                saga.tellAgainAt(),
                saga.gate().inquiry().askAgainAt(),
                comparing.nextLook(saga).orElse(null),
                ownTime)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null);
    return Transition.to(state, said, wakeUp).waitingFor(subjects(state, saga));
  }

  /**
   * At which changes of what is known of stores it may go on. Follows from the state where only a
   * change brings it on: one that was decided by but not told of yet must not be missed.
   */
  private Set<String> subjects(ErasureState state, Saga saga) {
    Stream<ParticipantId> stores =
        switch (state) {
          case Uncovered s -> s.missing().stream().map(Missing::participant);
          // Also whom it is not about any more: that is only seen when it is asked again.
          case OnHold s -> Stream.concat(turn.unerased(saga).stream(), turn.spared(saga).stream());
          // Once the hold is over the expiry is its own wake-up; to erase again is not.
          case Retaining s ->
              Stream.concat(
                  saga.those(store -> store.nextExpiry().isPresent()).stream()
                      .filter(turn::isHeldWhole),
                  saga.ledger().restored().stream());
          case ErasureState other -> Stream.empty();
        };
    return stores.map(ParticipantId::name).collect(Collectors.toUnmodifiableSet());
  }
}
