package io.habeas.orchestrator.erasure;

import io.habeas.orchestrator.directives.Directive;
import io.habeas.orchestrator.erasure.ErasureCommand.Ask;
import io.habeas.orchestrator.erasure.ErasureCommand.Direct;
import io.habeas.orchestrator.erasure.ErasureCommand.Enter;
import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureCommand.Tell;
import io.habeas.orchestrator.erasure.ErasureEvent.GatePassed;
import io.habeas.orchestrator.erasure.ErasureState.Abandoned;
import io.habeas.orchestrator.erasure.ErasureState.AtGate;
import io.habeas.orchestrator.erasure.ErasureState.Awaited;
import io.habeas.orchestrator.erasure.ErasureState.AwaitingApproval;
import io.habeas.orchestrator.erasure.ErasureState.Completed;
import io.habeas.orchestrator.erasure.ErasureState.CoolingOff;
import io.habeas.orchestrator.erasure.ErasureState.Erasing;
import io.habeas.orchestrator.erasure.ErasureState.Expiring;
import io.habeas.orchestrator.erasure.ErasureState.Halted;
import io.habeas.orchestrator.erasure.ErasureState.Lifting;
import io.habeas.orchestrator.erasure.ErasureState.Locating;
import io.habeas.orchestrator.erasure.ErasureState.NotStarted;
import io.habeas.orchestrator.erasure.ErasureState.OnHold;
import io.habeas.orchestrator.erasure.ErasureState.Replaying;
import io.habeas.orchestrator.erasure.ErasureState.Restricting;
import io.habeas.orchestrator.erasure.ErasureState.Retaining;
import io.habeas.orchestrator.erasure.ErasureState.Uncovered;
import io.habeas.orchestrator.erasure.ErasureState.Underway;
import io.habeas.orchestrator.erasure.ErasureState.Verifying;
import io.habeas.orchestrator.erasure.Report.ErasureAbandoned;
import io.habeas.orchestrator.erasure.Report.ErasureCompleted;
import io.habeas.orchestrator.erasure.Report.ErasureHalted;
import io.habeas.orchestrator.erasure.Report.ParticipantDone;
import io.habeas.orchestrator.erasure.Report.ParticipantWaiting;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.fanout.Moved;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.HaltReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What an erasure says, put into commands. */
final class Said {
  private Said() {}

  static Tell tell(Saga saga, Report report, Instant at) {
    return new Tell(saga.requestId(), report, at);
  }

  /** For whom the request stays open, where that is news, and for whom it does no longer. */
  static List<ErasureCommand> open(Saga saga, List<Missing> before, List<Missing> now, Instant at) {
    List<ErasureCommand> all = new ArrayList<>();
    for (Missing each : before) {
      ParticipantId id = each.participant();
      if (now.stream().noneMatch(still -> still.participant().equals(id))) {
        all.add(tell(saga, new ParticipantDone(id, ErasurePhase.VERIFYING, null), at));
      }
    }
    for (Missing each : now) {
      if (!before.contains(each)) {
        all.add(
            tell(
                saga,
                new ParticipantWaiting(
                    each.participant(), ErasurePhase.VERIFYING, each.reason(), each.since(), null),
                at));
      }
    }
    return all;
  }

  static ErasureHalted halted(Saga saga, HaltReason reason) {
    return new ErasureHalted(reason, saga.those(store -> store.halted() == reason));
  }

  static Report.ApprovalAwaited approvalAwaited(Saga saga, List<Hold> holds) {
    return new Report.ApprovalAwaited(saga.gate().plan().number(), saga.concerned(), holds);
  }

  static Enter entry(Saga saga, Instant at) {
    return new Enter(saga.requestId(), saga.ground(), saga.ledger().entry(), at);
  }

  /**
   * Late data about whom is erased must not be taken in again, by nobody who knows them; where only
   * some stores erase, by nobody of those: the others may go on as before.
   */
  static List<ErasureCommand> directives(Saga saga, GatePassed e) {
    List<ErasureCommand> all = new ArrayList<>();
    e.subjects().entrySet().stream()
        .filter(named -> mustTakeNothingIn(saga, named.getKey()))
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(ParticipantId::name)))
        .forEach(
            named ->
                named
                    .getValue()
                    .forEach(
                        subject ->
                            all.add(
                                new Direct(
                                    new Directive(
                                        named.getKey(),
                                        subject,
                                        saga.requestId(),
                                        e.at(),
                                        new Directive.TakeNothingIn(e.at()))))));
    return all;
  }

  private static boolean mustTakeNothingIn(Saga saga, ParticipantId participant) {
    return switch (saga.scope()) {
      case Scope.Everything all -> true;
      case Scope.RestingOn some ->
          saga.concerned().stream().anyMatch(store -> store.participant().equals(participant));
    };
  }

  static List<ErasureCommand> replayed(Saga saga, ParticipantId participant, Instant at) {
    return saga.ledger().begunBy(participant).stream()
        .<ErasureCommand>map(
            replay -> tell(saga, new Report.StoreReplayed(replay.restorationId(), participant), at))
        .toList();
  }

  /**
   * What others must have been told by now.
   *
   * @param holds those that are in force on single stores
   */
  static List<ErasureCommand> outcomes(
      ErasureState state, Saga saga, List<Hold> holds, Instant at) {
    List<ErasureCommand> all = new ArrayList<>();
    if (!saga.ledger().asked().isEmpty()) {
      all.add(entry(saga, at));
    }
    for (Ledger.Replay replay : saga.ledger().replays()) {
      switch (replay.stage()) {
        case WAITING, BEGUN -> {}
        case DONE ->
            all.add(
                tell(
                    saga,
                    new Report.StoreReplayed(replay.restorationId(), replay.participant()),
                    at));
        case FORGOTTEN ->
            all.add(
                tell(
                    saga,
                    new Report.StoreNotReplayed(replay.restorationId(), replay.participant()),
                    at));
      }
    }
    for (Store store : saga.stores()) {
      if (store.compared() != null) {
        all.add(
            tell(saga, new Report.RetentionCompared(store.participant(), store.compared()), at));
      }
    }
    all.addAll(told(state, saga, holds, at));
    return all;
  }

  private static List<ErasureCommand> told(
      ErasureState state, Saga saga, List<Hold> holds, Instant at) {
    return switch (state) {
      case Completed s -> List.of(completion(saga, at));
      case Retaining s -> List.of(completion(saga, at));
      case Abandoned s -> List.of(tell(saga, new ErasureAbandoned(), at));
      case Underway s -> {
        List<ErasureCommand> all = new ArrayList<>();
        if (saga.told() != null) {
          all.add(completion(saga, at));
        }
        if (s instanceof AwaitingApproval) {
          all.add(tell(saga, approvalAwaited(saga, holds), at));
        }
        for (HaltReason reason : HaltReason.values()) {
          ErasureHalted report = halted(saga, reason);
          if (!report.participants().isEmpty()) {
            all.add(tell(saga, report, at));
          }
        }
        yield all;
      }
      case NotStarted s -> List.of();
      case Awaited s -> List.of();
    };
  }

  /** What the request came to, with what has become of what was kept since. */
  private static Tell completion(Saga saga, Instant at) {
    return tell(
        saga, new ErasureCompleted(Objects.requireNonNull(saga.told()), saga.concerned()), at);
  }

  static List<ErasureCommand> commands(Underway s, Moved<Action> moved, Instant at) {
    Saga saga = s.saga();
    List<ErasureCommand> all = new ArrayList<>(moved.asks().size() + moved.delays().size());
    for (Moved.Ask<Action> ask : moved.asks()) {
      Task task = task(ask.task(), s, at);
      all.add(new Ask(saga.requestId(), ask.participant(), ask.step(), task, at));
    }
    for (Moved.Delay delay : moved.delays()) {
      all.add(
          tell(
              saga,
              new ParticipantWaiting(
                  delay.participant(),
                  phaseOf(s),
                  delay.waiting().reason(),
                  delay.waiting().since(),
                  delay.askedAgainAt()),
              at));
    }
    return all;
  }

  private static Task task(Action action, Underway s, Instant at) {
    return switch (action) {
      case LOCATE -> new Task.Locate(s.saga().round());
      case RESTRICT -> new Task.Restrict();
      case LIFT -> new Task.Lift();
      case ERASE -> new Task.Erase(s.saga().ground());
      case VERIFY -> new Task.Verify();
      case EXPIRE -> new Task.Expire(s instanceof Expiring expiring ? expiring.asOf() : at);
      case EXPORT, RECTIFY, SEED ->
          throw new IllegalArgumentException("Expected an action of an erasure but got " + action);
    };
  }

  static ErasurePhase phaseOf(Underway state) {
    return switch (state) {
      case Locating s -> ErasurePhase.LOCATING;
      case Restricting s -> ErasurePhase.RESTRICTING;
      case AwaitingApproval s -> ErasurePhase.AWAITING_APPROVAL;
      case CoolingOff s -> ErasurePhase.COOLING_OFF;
      case AtGate s -> ErasurePhase.AT_GATE;
      case OnHold s -> ErasurePhase.ON_HOLD;
      case Erasing s -> ErasurePhase.ERASING;
      case Verifying s -> ErasurePhase.VERIFYING;
      case Lifting s -> ErasurePhase.LIFTING;
      case Expiring s -> ErasurePhase.EXPIRING;
      // What it waits for is that the proof can be relied on.
      case Uncovered s -> ErasurePhase.VERIFYING;
      case Replaying s -> ErasurePhase.REPLAYING;
      // Nobody owes an answer in it, so nothing is said of a phase; it stopped short of the proof.
      case Halted s -> ErasurePhase.VERIFYING;
    };
  }

  static <T> List<T> and(List<? extends T> some, T one) {
    return and(some, List.of(one));
  }

  static <T> List<T> and(List<? extends T> some, List<? extends T> more) {
    List<T> all = new ArrayList<>(some.size() + more.size());
    all.addAll(some);
    all.addAll(more);
    return all;
  }
}
