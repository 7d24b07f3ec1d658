package io.habeas.orchestrator.erasure;

import static io.habeas.orchestrator.erasure.Said.tell;

import io.habeas.orchestrator.erasure.ErasureEvent.ActionNotOffered;
import io.habeas.orchestrator.erasure.ErasureEvent.ErasureVerified;
import io.habeas.orchestrator.erasure.ErasureEvent.HoldingsLocated;
import io.habeas.orchestrator.erasure.ErasureEvent.RecordsErased;
import io.habeas.orchestrator.erasure.ErasureEvent.Reply;
import io.habeas.orchestrator.erasure.ErasureEvent.TaskSuperseded;
import io.habeas.orchestrator.erasure.ErasureState.Locating;
import io.habeas.orchestrator.erasure.ErasureState.Replaying;
import io.habeas.orchestrator.erasure.ErasureState.Underway;
import io.habeas.orchestrator.erasure.ErasureState.Verifying;
import io.habeas.orchestrator.erasure.Report.ParticipantDone;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** What participants answer, taken into an erasure. */
final class Answers {
  private final Course course;

  Answers(Course course) {
    this.course = course;
  }

  Transition<ErasureState, ErasureCommand> located(Locating s, HoldingsLocated e) {
    Saga saga = s.saga().graph(s.saga().graph().yielded(e.participant(), e.yielded()));
    return done(s.with(saga), e, store -> store.located(e.holdings(), e.treated()));
  }

  /** The others search by what was yielded before they go on. */
  Transition<ErasureState, ErasureCommand> lateYield(Underway s, HoldingsLocated e) {
    Saga saga = s.saga().graph(s.saga().graph().yielded(e.participant(), e.yielded()));
    return course.steps().stay(s.with(saga), saga, List.of());
  }

  Transition<ErasureState, ErasureCommand> done(
      Underway s, Reply reply, UnaryOperator<Store> what) {
    Saga saga = s.saga().answered(reply.participant(), what);
    Report report = new ParticipantDone(reply.participant(), Said.phaseOf(s), null);
    return course.joined(s.with(saga), List.of(tell(saga, report, reply.at())), reply.at());
  }

  Transition<ErasureState, ErasureCommand> without(
      Underway s, ActionNotOffered e, UnaryOperator<Store> what) {
    Saga saga = s.saga().answered(e.participant(), what);
    Report report = new ParticipantDone(e.participant(), Said.phaseOf(s), e.answers());
    return course.joined(s.with(saga), List.of(tell(saga, report, e.at())), e.at());
  }

  /** What the store did was not enough: it is asked to do it again. */
  Transition<ErasureState, ErasureCommand> again(
      Underway s, Reply reply, UnaryOperator<Store> what, Action action) {
    Saga saga = s.saga().store(reply.participant(), what);
    return course
        .steps()
        .moved(
            s.with(saga),
            saga.fanOut()
                .askBecause(
                    WaitReason.RESIDUE, reply.participant(), action, reply.at(), course.pauses()),
            reply.at());
  }

  Transition<ErasureState, ErasureCommand> verifyAgain(Verifying s, RecordsErased e) {
    Saga saga = s.saga().store(e.participant(), store -> erased(store, e));
    return course
        .steps()
        .moved(
            s.with(saga),
            saga.fanOut().ask(List.of(e.participant()), Action.VERIFY, e.at(), course.pauses()),
            e.at());
  }

  static Store erased(Store store, RecordsErased e) {
    return store.erased(e.outcomes(), e.retained()).stated(e.saidAt(), e.at());
  }

  /** A restored store goes on by itself: nobody else has to wait for it. */
  Transition<ErasureState, ErasureCommand> replays(
      Replaying s, Reply reply, UnaryOperator<Store> what, Action next) {
    List<ParticipantId> itself = List.of(reply.participant());
    Saga saga = s.saga().store(reply.participant(), what);
    List<ErasureCommand> said = List.of();
    if (next == Action.ERASE) {
      saga = saga.ledger(saga.ledger().asked(itself, reply.at()));
      said = List.of(Said.entry(saga, reply.at()));
    }
    return course
        .steps()
        .moved(
            s.with(saga),
            said,
            saga.fanOut().ask(itself, next, reply.at(), course.pauses()),
            reply.at());
  }

  Transition<ErasureState, ErasureCommand> replayed(Replaying s, ErasureVerified e) {
    List<ErasureCommand> said = Said.replayed(s.saga(), e.participant(), e.at());
    Saga saga = s.saga().answered(e.participant(), Store::verified);
    Saga done = saga.ledger(saga.ledger().replayed(e.participant()));
    return course.joined(s.with(done), said, e.at());
  }

  Transition<ErasureState, ErasureCommand> halt(
      Underway s, Reply reply, HaltReason reason, UnaryOperator<Store> what) {
    Saga saga = s.saga().answered(reply.participant(), store -> what.apply(store).halted(reason));
    return course.joined(
        s.with(saga), List.of(tell(saga, Said.halted(saga, reason), reply.at())), reply.at());
  }

  Transition<ErasureState, ErasureCommand> putOff(
      Underway s, ParticipantId participant, WaitReason reason, Instant at) {
    return course
        .steps()
        .moved(s, s.saga().fanOut().putOff(participant, reason, at, course.pauses()), at);
  }

  Transition<ErasureState, ErasureCommand> superseded(Underway s, TaskSuperseded e) {
    return course
        .steps()
        .moved(
            s,
            s.saga().fanOut().superseded(e.participant(), e.seenStep(), e.at(), course.pauses()),
            e.at());
  }
}
