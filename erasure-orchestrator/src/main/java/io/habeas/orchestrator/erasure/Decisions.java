package io.habeas.orchestrator.erasure;

import static io.habeas.orchestrator.erasure.Said.and;
import static io.habeas.orchestrator.erasure.Said.tell;

import io.habeas.orchestrator.erasure.ErasureEvent.EndingAsked;
import io.habeas.orchestrator.erasure.ErasureEvent.GateHeld;
import io.habeas.orchestrator.erasure.ErasureEvent.HoldPlaced;
import io.habeas.orchestrator.erasure.ErasureEvent.HoldReleased;
import io.habeas.orchestrator.erasure.ErasureEvent.OutcomeDecided;
import io.habeas.orchestrator.erasure.ErasureEvent.PlanApproved;
import io.habeas.orchestrator.erasure.ErasureEvent.ReplayGranted;
import io.habeas.orchestrator.erasure.ErasureEvent.ReplayRefused;
import io.habeas.orchestrator.erasure.ErasureEvent.RequestEnded;
import io.habeas.orchestrator.erasure.ErasureState.AtGate;
import io.habeas.orchestrator.erasure.ErasureState.AwaitingApproval;
import io.habeas.orchestrator.erasure.ErasureState.Locating;
import io.habeas.orchestrator.erasure.ErasureState.OnHold;
import io.habeas.orchestrator.erasure.ErasureState.Retaining;
import io.habeas.orchestrator.erasure.ErasureState.Underway;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.locate.IdentifierGraph;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.EndCause;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What people decide about an erasure: its maker, the controller, the data protection officer. */
final class Decisions {
  private final Course course;

  Decisions(Course course) {
    this.course = course;
  }

  /** The request ends as was asked: what was begun is undone. */
  Transition<ErasureState, ErasureCommand> end(Underway s, EndingAsked e) {
    Saga saga = s.saga().gate(s.saga().gate().endingFor(e.cause()));
    return course.undo(
        s, saga, List.of(tell(saga, new Report.EndingAccepted(e.cause()), e.at())), e.at());
  }

  /** The request has ended elsewhere: what was begun is undone. */
  Transition<ErasureState, ErasureCommand> end(Underway s, RequestEnded e) {
    Saga saga = s.saga().gate(s.saga().gate().endingFor(EndCause.REFUSED));
    return course.undo(s, saga, List.of(), e.at());
  }

  Transition<ErasureState, ErasureCommand> tooLate(ErasureState s, Saga saga, EndingAsked e) {
    return course
        .steps()
        .stay(s, saga, List.of(tell(saga, new Report.EndingTooLate(e.cause()), e.at())));
  }

  Transition<ErasureState, ErasureCommand> tooLate(ErasureState s, Saga saga, HoldPlaced e) {
    return course
        .steps()
        .stay(s, saga, List.of(tell(saga, new Report.HoldTooLate(e.hold().id()), e.at())));
  }

  /**
   * A hold on everything undoes what was begun; one on a store leaves its records hidden. A search
   * changes nothing, and what it yields is not asked for twice: it comes to its end first.
   */
  Transition<ErasureState, ErasureCommand> hold(Underway s, HoldPlaced e) {
    Saga saga = s.saga().gate(s.saga().gate().with(e.hold()));
    List<ErasureCommand> said =
        List.of(tell(saga, new Report.HoldEffective(e.hold().id()), e.at()));
    if (e.hold().ofEverything() && saga.told() == null && !(s instanceof Locating)) {
      return course.undo(s, saga, said, e.at());
    }
    return s instanceof OnHold
        ? course.onHold(saga, said, e.at())
        : course.steps().stay(s.with(saga), saga, said);
  }

  /** The person is held: as if everything of this request were. */
  Transition<ErasureState, ErasureCommand> hold(AtGate s, GateHeld e) {
    Gate gate = s.saga().gate();
    List<ErasureCommand> said = new ArrayList<>();
    for (UUID holdId : e.holds()) {
      if (!gate.has(holdId)) {
        gate = gate.with(new Hold(holdId, null));
        said.add(tell(s.saga(), new Report.HoldEffective(holdId), e.at()));
      }
    }
    return course.undo(s, s.saga().gate(gate), said, e.at());
  }

  Transition<ErasureState, ErasureCommand> hold(Retaining s, HoldPlaced e) {
    Saga saga = s.saga().gate(s.saga().gate().with(e.hold()));
    return course
        .steps()
        .stay(
            s.with(saga),
            saga,
            List.of(tell(saga, new Report.HoldEffective(e.hold().id()), e.at())));
  }

  /** What a hold blocked goes on; after one on everything, from the beginning. */
  Transition<ErasureState, ErasureCommand> release(Underway s, HoldReleased e) {
    Saga saga = s.saga().gate(s.saga().gate().without(e.holdId()));
    List<ErasureCommand> said = List.of(tell(saga, new Report.HoldEnded(e.holdId()), e.at()));
    if (!(s instanceof OnHold)) {
      return course.steps().stay(s.with(saga), saga, said);
    }
    boolean wasHeldWhole = s.saga().gate().holdsEverything();
    return course.proceed(wasHeldWhole ? saga.fromTheBeginning() : saga, said, e.at());
  }

  Transition<ErasureState, ErasureCommand> release(Retaining s, HoldReleased e) {
    Saga saga = s.saga().gate(s.saga().gate().without(e.holdId()));
    return course.proceed(
        saga, List.of(tell(saga, new Report.HoldEnded(e.holdId()), e.at())), e.at());
  }

  /** It is carried out if what it is about is still there: everybody counts again. */
  Transition<ErasureState, ErasureCommand> approve(AwaitingApproval s, PlanApproved e) {
    List<ErasureCommand> said =
        List.of(tell(s.saga(), new Report.ApprovalTaken(e.decisionId()), e.at()));
    return course.proceed(s.saga().toCompareWithWhatWasApproved(), said, e.at());
  }

  Transition<ErasureState, ErasureCommand> notTaken(ErasureState s, Saga saga, PlanApproved e) {
    return course
        .steps()
        .stay(s, saga, List.of(tell(saga, new Report.ApprovalNotTaken(e.decisionId()), e.at())));
  }

  /** A person's word stands for the participant's; whatever it still answers is late. */
  Transition<ErasureState, ErasureCommand> adopt(Underway s, OutcomeDecided e) {
    Saga before = s.saga();
    List<ErasureCommand> replayed = Said.replayed(before, e.participant(), e.at());
    Saga saga =
        before
            .graph(perhapsYielded(before, e.participant()))
            .ledger(before.ledger().replayed(e.participant()))
            .answered(e.participant(), store -> vouchedFor(before, store, e.decisionId()));
    Report report = new Report.OutcomeAdopted(e.decisionId(), e.participant());
    return course.joined(s.with(saga), and(List.of(tell(saga, report, e.at())), replayed), e.at());
  }

  private static Store vouchedFor(Saga saga, Store store, UUID decisionId) {
    if (saga.ledger().isReplaying(store.participant())) {
      return store.replayedFor(decisionId);
    }
    return saga.told() == null ? store.vouchedFor(decisionId) : store.expiredFor(decisionId);
  }

  Transition<ErasureState, ErasureCommand> notReplayed(ErasureState s, Saga saga, ReplayRefused e) {
    Report report = new Report.StoreNotReplayed(e.restorationId(), e.participant());
    return course.steps().stay(s, saga, List.of(tell(saga, report, e.at())));
  }

  /** It was never asked to erase anything for this request, so it has nothing to erase again. */
  Transition<ErasureState, ErasureCommand> nothingToReplay(
      ErasureState s, Saga saga, ReplayGranted e) {
    Report report = new Report.StoreReplayed(e.restorationId(), e.participant());
    return course.steps().stay(s, saga, List.of(tell(saga, report, e.at())));
  }

  /**
   * A search whose answer nobody waits for any more may have put identifiers into the vault: the
   * others search by them too. What it does yet put there it says late.
   */
  private IdentifierGraph perhapsYielded(Saga saga, ParticipantId participant) {
    return saga.fanOut().owedBy(participant).filter(Action.LOCATE::equals).isEmpty()
        ? saga.graph()
        : course.turn().required().stream()
            .filter(each -> each.id().equals(participant))
            .findFirst()
            .map(each -> saga.graph().yielded(participant, each.identifierTypes()))
            .orElse(saga.graph());
  }

  Transition<ErasureState, ErasureCommand> notAdopted(ErasureState s, Saga saga, OutcomeDecided e) {
    Report report = new Report.OutcomeNotAdopted(e.decisionId(), e.participant());
    return course.steps().stay(s, saga, List.of(tell(saga, report, e.at())));
  }
}
