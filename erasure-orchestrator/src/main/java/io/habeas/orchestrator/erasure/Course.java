package io.habeas.orchestrator.erasure;

import static io.habeas.orchestrator.erasure.Said.and;
import static io.habeas.orchestrator.erasure.Said.tell;

import io.habeas.orchestrator.erasure.ErasureEvent.ReplayGranted;
import io.habeas.orchestrator.erasure.ErasureEvent.RequestAccepted;
import io.habeas.orchestrator.erasure.ErasureState.Abandoned;
import io.habeas.orchestrator.erasure.ErasureState.AtGate;
import io.habeas.orchestrator.erasure.ErasureState.AwaitingApproval;
import io.habeas.orchestrator.erasure.ErasureState.Completed;
import io.habeas.orchestrator.erasure.ErasureState.CoolingOff;
import io.habeas.orchestrator.erasure.ErasureState.Ended;
import io.habeas.orchestrator.erasure.ErasureState.Erasing;
import io.habeas.orchestrator.erasure.ErasureState.Expiring;
import io.habeas.orchestrator.erasure.ErasureState.Halted;
import io.habeas.orchestrator.erasure.ErasureState.Lifting;
import io.habeas.orchestrator.erasure.ErasureState.Locating;
import io.habeas.orchestrator.erasure.ErasureState.OnHold;
import io.habeas.orchestrator.erasure.ErasureState.Replaying;
import io.habeas.orchestrator.erasure.ErasureState.Restricting;
import io.habeas.orchestrator.erasure.ErasureState.Retaining;
import io.habeas.orchestrator.erasure.ErasureState.Uncovered;
import io.habeas.orchestrator.erasure.ErasureState.Underway;
import io.habeas.orchestrator.erasure.ErasureState.Verifying;
import io.habeas.orchestrator.erasure.Report.ErasureCompleted;
import io.habeas.orchestrator.erasure.Store.Progress;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.FanOut;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.protocol.locate.IdentifierGraph;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.HaltReason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * How an erasure goes on: what comes next when nobody owes an answer. What happens when is decided
 * by {@link ErasurePolicy}.
 */
final class Course {
  private final WhoseTurn turn;
  private final Comparing comparing;
  private final Steps steps;
  private final Pauses pauses;
  private final ErasurePolicy.Terms terms;

  Course(WhoseTurn turn, Pauses pauses, ErasurePolicy.Terms terms) {
    this.turn = turn;
    this.comparing = new Comparing(turn, terms.heardWithin());
    this.steps = new Steps(turn, comparing, pauses);
    this.pauses = pauses;
    this.terms = terms;
  }

  /** The same for somebody who knows this of stores. */
  Course knowing(KnownStores stores) {
    return new Course(turn.knowing(stores), pauses, terms);
  }

  WhoseTurn turn() {
    return turn;
  }

  Steps steps() {
    return steps;
  }

  Comparing comparing() {
    return comparing;
  }

  Pauses pauses() {
    return pauses;
  }

  ErasurePolicy.Terms terms() {
    return terms;
  }

  Transition<ErasureState, ErasureCommand> begin(RequestAccepted accepted, List<Hold> holds) {
    Saga saga =
        new Saga(
            new Saga.Acceptance(
                accepted.requestId(), accepted.ground(), accepted.dueOn(), accepted.scope()),
            0,
            Gate.open(holds),
            Ledger.EMPTY,
            null,
            null,
            IdentifierGraph.startingFrom(accepted.proven()),
            FanOut.withNobody(),
            List.of());
    List<ErasureCommand> said =
        holds.stream()
            .<ErasureCommand>map(
                hold -> tell(saga, new Report.HoldEffective(hold.id()), accepted.at()))
            .toList();
    return proceed(saga, said, accepted.at());
  }

  /** Goes on once nobody owes an answer any more. */
  Transition<ErasureState, ErasureCommand> joined(
      Underway s, List<ErasureCommand> said, Instant at) {
    if (!s.saga().fanOut().joined()) {
      return steps.stay(s, s.saga(), said);
    }
    return switch (s) {
      case Lifting lifted -> undone(s.saga(), said, at);
      case Expiring expired ->
          proceed(
              s.saga(),
              and(said, tell(s.saga(), new Report.RetentionExpired(s.saga().stores()), at)),
              at);
      case Uncovered uncovered -> lookAgain(uncovered, said, at);
      case Locating _,
          AwaitingApproval _,
          Restricting _,
          CoolingOff _,
          AtGate _,
          OnHold _,
          Erasing _,
          Verifying _,
          Replaying _,
          Halted _ ->
          proceed(s.saga(), said, at);
    };
  }

  /** What comes next when nobody owes an answer: whoever is furthest behind catches up first. */
  Transition<ErasureState, ErasureCommand> proceed(
      Saga saga, List<ErasureCommand> said, Instant at) {
    if (saga.stores().stream().anyMatch(store -> store.halted() != null)) {
      return steps.stay(new Halted(saga), saga, said);
    }
    if (saga.told() != null) {
      return keep(saga, said, at);
    }
    if (saga.gate().holdsEverything()) {
      return undo(saga, said, at);
    }
    List<ParticipantId> spared = turn.spared(saga);
    if (!spared.isEmpty()) {
      return spare(saga, spared, said, at);
    }
    List<RequiredParticipant> searching = turn.searching(saga);
    if (!searching.isEmpty()) {
      return locate(saga, searching, said, at);
    }
    List<ParticipantId> visible = turn.visible(saga);
    if (visible.isEmpty()) {
      return erase(saga, said, at);
    }
    return saga.irrevocable() ? restrict(saga, visible, said, at) : plan(saga, visible, said, at);
  }

  /** What has come to rest on something else than withdrawn consents is as it was before (L21). */
  private Transition<ErasureState, ErasureCommand> spare(
      Saga saga, List<ParticipantId> spared, List<ErasureCommand> said, Instant at) {
    List<ParticipantId> hidden =
        spared.stream().filter(participant -> saga.store(participant).restricted()).toList();
    return hidden.isEmpty()
        ? proceed(saga.without(spared), said, at)
        : steps.start(saga, hidden.reversed(), Action.LIFT, Lifting::new, said, at);
  }

  /** Told before anything is hidden; carried out at once, or when a person approves. */
  private Transition<ErasureState, ErasureCommand> plan(
      Saga saga, List<ParticipantId> visible, List<ErasureCommand> said, Instant at) {
    Plan plan = saga.gate().plan().asLocated(saga.concerned(), terms.approval());
    Saga planned = saga.gate(saga.gate().plan(plan));
    return switch (plan.standing()) {
      case AWAITED ->
          steps.stay(
              new AwaitingApproval(planned),
              planned,
              and(
                  said,
                  tell(planned, Said.approvalAwaited(planned, turn.holdsOnStores(planned)), at)));
      case UNASKED, APPROVED, NONE -> {
        boolean isNew = plan.number() > saga.gate().plan().number();
        Report report =
            new Report.Planned(plan.number(), planned.concerned(), turn.holdsOnStores(planned));
        yield restrict(planned, visible, isNew ? and(said, tell(planned, report, at)) : said, at);
      }
    };
  }

  private Transition<ErasureState, ErasureCommand> restrict(
      Saga saga, List<ParticipantId> visible, List<ErasureCommand> said, Instant at) {
    Saga restricting = saga.each(visible, Store::restricting);
    return steps.start(restricting, visible, Action.RESTRICT, Restricting::new, said, at);
  }

  /** The gate, the point of no return behind it, and the proof. */
  private Transition<ErasureState, ErasureCommand> erase(
      Saga saga, List<ErasureCommand> said, Instant at) {
    List<ParticipantId> erasable = turn.erasable(saga);
    if (!erasable.isEmpty()) {
      return saga.irrevocable()
          ? startErasing(saga, erasable, said, at)
          : approachGate(coolingOff(saga, at), said, at);
    }
    List<ParticipantId> unproven = saga.those(store -> store.progress() == Progress.ERASED);
    if (!unproven.isEmpty()) {
      return steps.start(saga, unproven, Action.VERIFY, Verifying::new, said, at);
    }
    List<ParticipantId> restored = turn.restored(saga);
    if (!restored.isEmpty()) {
      return replay(saga, restored, said, at);
    }
    return turn.present(saga).isEmpty() && !saga.ledger().owesReplays()
        ? covered(saga, said, at)
        : onHold(saga, said, at);
  }

  private Transition<ErasureState, ErasureCommand> approachGate(
      Saga saga, List<ErasureCommand> said, Instant at) {
    Gate gate = saga.gate();
    if (gate.isCoolingOff(at)) {
      Instant until = Objects.requireNonNull(gate.coolingOffUntil());
      return steps.stay(
          new CoolingOff(saga), saga, and(said, tell(saga, new Report.CoolingOff(until), at)));
    }
    Saga asking = saga.gate(gate.inquiry(gate.inquiry().next(at, pauses)));
    return steps.stay(
        new AtGate(asking), asking, and(said, tell(asking, gateAsked(asking, at), at)));
  }

  /** The question that the verifier answers. */
  Report gateAsked(Saga saga, Instant at) {
    return new Report.GateAsked(
        saga.gate().inquiry().number(), at.isBefore(terms.waitsUntil(saga.dueOn())));
  }

  /** Entered in the ledger as soon as it is asked: nobody can say later that it was not. */
  Transition<ErasureState, ErasureCommand> startErasing(
      Saga saga, List<ParticipantId> whom, List<ErasureCommand> said, Instant at) {
    Saga entered = saga.ledger(saga.ledger().asked(whom, at));
    return steps.start(
        entered, whom, Action.ERASE, Erasing::new, and(said, Said.entry(entered, at)), at);
  }

  private Saga coolingOff(Saga saga, Instant at) {
    return saga.irrevocable()
            || saga.gate().coolingOffUntil() != null
            || terms.coolingOff().isZero()
        ? saga
        : saga.gate(saga.gate().coolingOffUntil(at.plus(terms.coolingOff())));
  }

  private Transition<ErasureState, ErasureCommand> locate(
      Saga saga, List<RequiredParticipant> searching, List<ErasureCommand> said, Instant at) {
    List<ParticipantId> whom = searching.stream().map(RequiredParticipant::id).toList();
    if (saga.round() >= terms.rounds() && !isNew(saga, whom)) {
      Saga stuck = saga.each(whom, store -> store.halted(HaltReason.AMBIGUOUS_SUBJECT));
      Report report = Said.halted(stuck, HaltReason.AMBIGUOUS_SUBJECT);
      return steps.stay(new Halted(stuck), stuck, and(said, tell(stuck, report, at)));
    }
    return steps.start(saga.nextRound(searching), whom, Action.LOCATE, Locating::new, said, at);
  }

  private static boolean isNew(Saga saga, List<ParticipantId> whom) {
    return !saga.those(store -> true).containsAll(whom);
  }

  Transition<ErasureState, ErasureCommand> undo(
      Underway s, Saga saga, List<ErasureCommand> said, Instant at) {
    if (s instanceof Lifting lifting) {
      return steps.stay(lifting.with(saga), saga, said);
    }
    Gate gate = saga.gate().inquiry(saga.gate().inquiry().closed());
    return undo(saga.gate(gate).fanOut(saga.fanOut().silenced()), said, at);
  }

  Transition<ErasureState, ErasureCommand> undo(Saga saga, List<ErasureCommand> said, Instant at) {
    List<ParticipantId> hidden = saga.those(Store::restricted).reversed();
    return hidden.isEmpty()
        ? undone(saga, said, at)
        : steps.start(saga, hidden, Action.LIFT, Lifting::new, said, at);
  }

  /**
   * Every restriction is lifted: because the request ends, or for as long as it is held. Or some
   * are, because those stores are spared: what was done to the others stands.
   */
  Transition<ErasureState, ErasureCommand> undone(
      Saga saga, List<ErasureCommand> said, Instant at) {
    boolean someHidden = saga.stores().stream().anyMatch(Store::restricted);
    if (someHidden && (saga.gate().endingFor() != null || saga.gate().holdsEverything())) {
      return undo(saga, said, at);
    }
    if (someHidden || saga.irrevocable()) {
      return proceed(saga, said, at);
    }
    if (saga.gate().endingFor() != null) {
      List<ErasureCommand> released =
          saga.gate().holds().stream()
              .<ErasureCommand>map(hold -> tell(saga, new Report.HoldEnded(hold.id()), at))
              .toList();
      Report end = new Report.ErasureAbandoned();
      return steps.stay(new Abandoned(saga), saga, and(and(said, released), tell(saga, end, at)));
    }
    return saga.gate().holdsEverything()
        ? onHold(saga, said, at)
        : proceed(saga.fromTheBeginning(), said, at);
  }

  Transition<ErasureState, ErasureCommand> onHold(
      Saga saga, List<ErasureCommand> said, Instant at) {
    List<ParticipantId> waiting = saga.gate().holdsEverything() ? List.of() : turn.unerased(saga);
    List<Hold> holds = and(saga.gate().holds(), turn.holdsOn(waiting));
    Report report = new Report.OnHold(holds, waiting);
    return steps.stay(new OnHold(saga), saga, and(said, tell(saga, report, at)));
  }

  /**
   * Everything is done and proven. It is told once every required participant stands as it must: an
   * answer of one that is gone, or that says itself that it is not fit, is no proof.
   */
  private Transition<ErasureState, ErasureCommand> covered(
      Saga saga, List<ErasureCommand> said, Instant at) {
    List<Missing> missing = turn.missing(saga, at);
    return missing.isEmpty()
        ? completed(saga, said, at)
        : steps.stay(
            new Uncovered(saga, missing), saga, and(said, Said.open(saga, List.of(), missing, at)));
  }

  /** Something is known now that was not when the request was left open for somebody. */
  Transition<ErasureState, ErasureCommand> lookAgain(
      Uncovered s, List<ErasureCommand> said, Instant at) {
    Transition<ErasureState, ErasureCommand> next = proceed(s.saga(), List.of(), at);
    if (next.state() instanceof Uncovered still) {
      List<Missing> missing = Missing.since(s.missing(), still.missing());
      return steps.stay(
          new Uncovered(s.saga(), missing),
          s.saga(),
          and(said, Said.open(s.saga(), s.missing(), missing, at)));
    }
    List<ErasureCommand> back = and(said, Said.open(s.saga(), s.missing(), List.of(), at));
    return Transition.to(next.state(), and(back, next.commands()), next.wakeUp())
        .waitingFor(next.waitsFor());
  }

  private Transition<ErasureState, ErasureCommand> completed(
      Saga saga, List<ErasureCommand> said, Instant at) {
    Saga told = saga.told(saga.completion());
    return keep(
        told,
        and(said, tell(told, new ErasureCompleted(saga.completion(), saga.concerned()), at)),
        at);
  }

  /** What the backup brought back is hidden at once, erased and looked for, as it was before. */
  private Transition<ErasureState, ErasureCommand> replay(
      Saga saga, List<ParticipantId> restored, List<ErasureCommand> said, Instant at) {
    Saga again = saga.ledger(saga.ledger().begun(restored)).each(restored, Store::restored);
    return steps.start(again, restored, Action.RESTRICT, Replaying::new, said, at);
  }

  /** The store will erase again as soon as nothing else is owed. */
  Transition<ErasureState, ErasureCommand> restored(Underway s, ReplayGranted e) {
    Saga saga = s.saga().ledger(s.saga().ledger().restored(e.restorationId(), e.participant()));
    return s instanceof OnHold
        ? proceed(saga, List.of(), e.at())
        : steps.stay(s.with(saga), saga, List.of());
  }

  Transition<ErasureState, ErasureCommand> restored(Ended s, ReplayGranted e) {
    Saga saga = s.saga().ledger(s.saga().ledger().restored(e.restorationId(), e.participant()));
    return proceed(saga, List.of(), e.at());
  }

  /** What is kept is kept until its time is over, and no longer (L20). */
  private Transition<ErasureState, ErasureCommand> keep(
      Saga saga, List<ErasureCommand> said, Instant at) {
    List<ParticipantId> restored = turn.restored(saga);
    if (!restored.isEmpty()) {
      return replay(saga, restored, said, at);
    }
    List<ParticipantId> due =
        saga.those(
            store ->
                !turn.isHeld(saga, store.participant())
                    && store.nextExpiry().filter(end -> !end.isAfter(at)).isPresent());
    if (!due.isEmpty()) {
      return steps.start(
          saga,
          due,
          Action.EXPIRE,
          it -> new Expiring(it, at.truncatedTo(ChronoUnit.MILLIS)),
          said,
          at);
    }
    return saga.keepsSomething() || saga.ledger().owesReplays()
        ? steps.stay(new Retaining(saga), saga, said)
        : steps.stay(new Completed(saga), saga, said);
  }
}
