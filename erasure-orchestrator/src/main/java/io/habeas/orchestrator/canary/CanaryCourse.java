package io.habeas.orchestrator.canary;

import io.habeas.orchestrator.canary.CanaryCommand.Ask;
import io.habeas.orchestrator.canary.CanaryCommand.Forget;
import io.habeas.orchestrator.canary.CanaryCommand.Tell;
import io.habeas.orchestrator.canary.CanaryState.Asked;
import io.habeas.orchestrator.canary.CanaryState.OnHold;
import io.habeas.orchestrator.canary.CanaryState.Over;
import io.habeas.orchestrator.canary.CanaryState.Paused;
import io.habeas.orchestrator.canary.CanaryState.Underway;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.fanout.Moved;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CanaryFailure;
import io.habeas.schemas.avro.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Single steps of a canary: how its store is asked and waited for, and what is said of it. What
 * comes when is decided by the policy. Pure.
 */
final class CanaryCourse {
  private final Pauses pauses;
  private final Duration within;
  private final Set<ParticipantId> held;

  /**
   * @param within how long a canary may take before it counts as failed
   * @param held which stores are held as a whole
   */
  CanaryCourse(Pauses pauses, Duration within, Set<ParticipantId> held) {
    this.pauses = pauses;
    this.within = within;
    this.held = Set.copyOf(held);
  }

  /** A canary after something happened to it, and what must now be said. */
  record Move(Canary canary, List<CanaryCommand> said) {
    Move {
      said = List.copyOf(said);
    }
  }

  boolean isHeld(Canary canary) {
    return held.contains(canary.participant());
  }

  /** Asks the next thing, unless the store is held and it would change what is there. */
  Transition<CanaryState, CanaryCommand> ask(
      Canary canary, Action action, List<CanaryCommand> said, Instant at) {
    if (isHeld(canary) && (action == Action.SEED || erases(action))) {
      Canary silent = canary.fanOut(canary.fanOut().silenced());
      return stay(new OnHold(silent, action), new Move(silent, said));
    }
    Moved<Action> moved = canary.fanOut().ask(List.of(canary.participant()), action, at, pauses);
    return moved(new Move(canary, said), moved, at);
  }

  private static boolean erases(Action action) {
    return switch (action) {
      case ERASE, EXPIRE -> true;
      case SEED, LOCATE, RESTRICT, LIFT, VERIFY, EXPORT, RECTIFY -> false;
    };
  }

  /** The time that it was held is not the store's fault. */
  Transition<CanaryState, CanaryCommand> released(OnHold s, Instant at) {
    return ask(s.canary().failsAt(at.plus(within)), s.next(), List.of(), at);
  }

  private Transition<CanaryState, CanaryCommand> moved(
      Canary canary, Moved<Action> moved, Instant at) {
    return moved(nothing(canary), moved, at);
  }

  private Transition<CanaryState, CanaryCommand> moved(
      Move before, Moved<Action> moved, Instant at) {
    Canary canary = before.canary();
    List<CanaryCommand> said = new ArrayList<>(before.said());
    for (Moved.Ask<Action> ask : moved.asks()) {
      said.add(
          new Ask(
              canary.id(),
              canary.participant(),
              ask.step(),
              ask.task(),
              ask.task() == Action.EXPIRE ? canary.keptUntil() : null,
              at));
    }
    Canary after = canary.fanOut(moved.fanOut());
    return stay(new Asked(after), new Move(after, said));
  }

  /** What the store did was not good enough: that is told, and it is asked again after a pause. */
  Transition<CanaryState, CanaryCommand> again(
      Canary canary, CanaryFailure reason, Action during, Action next, Instant at) {
    return pause(missed(canary, reason, during, at), next, at);
  }

  Transition<CanaryState, CanaryCommand> pause(Move move, Action next, Instant at) {
    Canary repeated = move.canary().repeated();
    Canary canary = repeated.fanOut(repeated.fanOut().answered(repeated.participant()));
    return stay(
        new Paused(canary, next, at.plus(pauses.afterDeferral(canary.repeats()))),
        new Move(canary, move.said()));
  }

  /** Says so, unless that was said. That it was not found is the last word. */
  static Move missed(Canary canary, CanaryFailure reason, Action during, Instant at) {
    return canary.wasNotFound()
        ? nothing(canary)
        : said(canary, new CanaryOutcome.Missed(reason, during), at);
  }

  /** Says that nobody could be made up so far, unless that was said. */
  static Move unseeded(Canary canary, Instant at) {
    return said(canary, new CanaryOutcome.Unseeded(), at);
  }

  private static Move said(Canary canary, CanaryOutcome outcome, Instant at) {
    if (outcome.equals(canary.told())) {
      return nothing(canary);
    }
    Canary told = canary.told(outcome);
    return new Move(told, List.of(tell(told, outcome, false, at)));
  }

  Transition<CanaryState, CanaryCommand> wokenUp(Underway s, Instant at) {
    Move move = toldAgain(s.canary(), false, at);
    // The time that its store is held is not counted.
    if (!(s instanceof OnHold)
        && !at.isBefore(move.canary().failsAt())
        && move.canary().awaitsVerdict()) {
      move = timeIsOver(s, move, at);
    }
    Canary canary = move.canary();
    return switch (s) {
      case Paused paused when paused.until().isAfter(at) -> stay(paused, move);
      case Paused paused -> ask(canary, paused.next(), move.said(), at);
      case OnHold onHold -> stay(onHold, move);
      case Asked asked -> {
        Moved<Action> moved = canary.fanOut().askAgain(at, pauses);
        Action owed = canary.owed();
        // What was asked before the hold may be done by now; it is not asked again during it.
        yield !moved.asks().isEmpty() && owed != null && isHeld(canary) && erases(owed)
            ? ask(canary, owed, move.said(), at)
            : moved(move, moved, at);
      }
    };
  }

  /** A lasting wait proves nothing; where nobody was made up yet it says nothing of the store. */
  private static Move timeIsOver(Underway s, Move move, Instant at) {
    Action during =
        switch (s) {
          case Asked asked -> asked.canary().owed();
          case Paused paused -> paused.next();
          case OnHold onHold -> onHold.next();
        };
    Move told =
        during == null || move.canary().isUnseeded()
            ? unseeded(move.canary(), at)
            : missed(move.canary(), CanaryFailure.OVERDUE, during, at);
    List<CanaryCommand> said = new ArrayList<>(move.said());
    said.addAll(told.said());
    return new Move(told.canary(), said);
  }

  Transition<CanaryState, CanaryCommand> over(Canary canary, CanaryOutcome outcome, Instant at) {
    Canary told = canary.fanOut(canary.fanOut().silenced()).told(outcome);
    return ended(new Move(told, List.of(tell(told, outcome, true, at), forget(told, at))));
  }

  private static Move toldAgain(Canary canary, boolean over, Instant at) {
    Instant when = canary.tellAgainAt();
    CanaryOutcome outcome = canary.told();
    if (when == null || when.isAfter(at) || outcome == null) {
      return nothing(canary);
    }
    CanaryCommand tell = tell(canary, outcome, over, at);
    return new Move(
        canary.tellAgainAt(null), over ? List.of(tell, forget(canary, at)) : List.of(tell));
  }

  private Move later(Canary canary, Instant at) {
    return new Move(canary.tellAgainAt(at.plus(pauses.forAnswer(1))), List.of());
  }

  private static CanaryCommand tell(
      Canary canary, CanaryOutcome outcome, boolean over, Instant at) {
    return new Tell(canary.id(), canary.participant(), outcome, over, at);
  }

  private static CanaryCommand forget(Canary canary, Instant at) {
    return new Forget(canary.id(), canary.participant(), at);
  }

  /** The last word is said again where it could not be. */
  Transition<CanaryState, CanaryCommand> overAgain(Canary canary, Instant at) {
    return ended(toldAgain(canary, true, at));
  }

  /** The last word is said later. */
  Transition<CanaryState, CanaryCommand> overLater(Canary canary, Instant at) {
    return ended(later(canary, at));
  }

  /** Nothing has happened to it yet. */
  static Move nothing(Canary canary) {
    return new Move(canary, List.of());
  }

  private static Transition<CanaryState, CanaryCommand> ended(Move move) {
    return Transition.to(new Over(move.canary()), move.said(), move.canary().tellAgainAt());
  }

  private static Transition<CanaryState, CanaryCommand> stay(Underway state, Move move) {
    Canary canary = move.canary();
    Underway after = state.with(canary);
    return switch (after) {
      // Only a change of what is known brings it on.
      case OnHold s ->
          Transition.<CanaryState, CanaryCommand>to(s, move.said(), canary.tellAgainAt())
              .waitingFor(Set.of(canary.participant().name()));
      case Paused s -> Transition.to(s, move.said(), earliest(canary, s.until()));
      case Asked s -> Transition.to(s, move.said(), earliest(canary, canary.fanOut().nextAskAt()));
    };
  }

  private static @Nullable Instant earliest(Canary canary, @Nullable Instant own) {
    return Stream.of(
            Optional.ofNullable(own),
            Optional.ofNullable(canary.tellAgainAt()),
            canary.awaitsVerdict() ? Optional.of(canary.failsAt()) : Optional.<Instant>empty())
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .orElse(null);
  }

  /** The canary begins, and has from now on the time that it may take. */
  Transition<CanaryState, CanaryCommand> begin(CanaryEvent.Begun e) {
    return ask(
        Canary.begin(e.canaryId(), e.participant(), e.at().plus(within)),
        Action.SEED,
        List.of(),
        e.at());
  }

  /** Somebody is made up; where it was said that nobody could be, there is as much time again. */
  Transition<CanaryState, CanaryCommand> seeded(Canary canary, CanaryEvent.SubjectSeeded e) {
    Canary seeded = canary.seeded(e.seeded());
    return ask(
        seeded.told() == null ? seeded : seeded.failsAt(e.at().plus(within)),
        Action.LOCATE,
        List.of(),
        e.at());
  }

  /** It cannot be done now: the same step is asked again. */
  Transition<CanaryState, CanaryCommand> putOff(Canary canary, WaitReason reason, Instant at) {
    return moved(canary, canary.fanOut().putOff(canary.participant(), reason, at, pauses), at);
  }

  /** A later step was seen: a higher one is asked. */
  Transition<CanaryState, CanaryCommand> superseded(Canary canary, CanaryEvent.TaskSuperseded e) {
    return moved(
        canary, canary.fanOut().superseded(e.participant(), e.seenStep(), e.at(), pauses), e.at());
  }

  /** What could not be told is told later. */
  Transition<CanaryState, CanaryCommand> tellLater(Underway s, Instant at) {
    return stay(s, later(s.canary(), at));
  }
}
