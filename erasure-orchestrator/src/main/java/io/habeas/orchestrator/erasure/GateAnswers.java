package io.habeas.orchestrator.erasure;

import static io.habeas.orchestrator.erasure.Said.tell;

import io.habeas.orchestrator.erasure.ErasureEvent.GateBusy;
import io.habeas.orchestrator.erasure.ErasureEvent.GatePassed;
import io.habeas.orchestrator.erasure.ErasureState.AtGate;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** What the verifier answers at the gate, and whom it names for a directive. */
final class GateAnswers {
  private final Course course;

  GateAnswers(Course course) {
    this.course = course;
  }

  /**
   * An access of the same person is finished first. The verifier answers again when it is; without
   * that, and at the latest when the erasure itself is due soon, it is asked again.
   */
  Transition<ErasureState, ErasureCommand> behind(AtGate s, GateBusy e) {
    Gate gate = s.saga().gate();
    Inquiry bounded =
        gate.inquiry().noLaterThan(course.terms().waitsUntil(s.saga().dueOn()), e.at());
    Saga waiting = s.saga().gate(gate.inquiry(bounded));
    return course
        .steps()
        .stay(
            new AtGate(waiting),
            waiting,
            List.of(tell(waiting, new Report.WaitingForAccess(e.accesses()), e.at())));
  }

  /**
   * Nobody holds the person: what is ready is erased. If somebody must catch up first, or a hold on
   * stores came, the gate is asked anew after that: more may be known of the person by then.
   */
  Transition<ErasureState, ErasureCommand> admitted(AtGate s, GatePassed e) {
    Gate answered = s.saga().gate().inquiry(s.saga().gate().inquiry().closed());
    Saga saga = s.saga().gate(answered).ledger(s.saga().ledger().pseudonyms(e.pseudonyms()));
    List<ParticipantId> erasable = course.turn().erasable(saga);
    boolean ready =
        !erasable.isEmpty()
            && course.turn().visible(saga).isEmpty()
            && course.turn().searching(saga).isEmpty();
    return ready
        ? course.startErasing(
            saga.gate(saga.gate().passed()), erasable, Said.directives(saga, e), e.at())
        : course.proceed(saga, List.of(), e.at());
  }

  /** A directive could not be written, and whom it would name is kept nowhere. */
  Transition<ErasureState, ErasureCommand> undirected(
      Saga saga, Function<Saga, ErasureState> with, Instant at) {
    Inquiry inquiry = saga.gate().inquiry();
    Saga asking =
        inquiry.askAgainAt() == null
            ? saga.gate(saga.gate().inquiry(inquiry.again(at, course.pauses())))
            : saga;
    return course.steps().stay(with.apply(asking), asking, List.of());
  }

  /** What could not be directed before. */
  Transition<ErasureState, ErasureCommand> directed(
      Saga saga, Function<Saga, ErasureState> with, GatePassed e) {
    Saga answered = saga.gate(saga.gate().inquiry(saga.gate().inquiry().closed()));
    return course.steps().stay(with.apply(answered), answered, Said.directives(answered, e));
  }
}
