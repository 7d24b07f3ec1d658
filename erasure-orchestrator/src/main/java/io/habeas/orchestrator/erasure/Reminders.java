package io.habeas.orchestrator.erasure;

import static io.habeas.orchestrator.erasure.Said.and;
import static io.habeas.orchestrator.erasure.Said.tell;

import io.habeas.orchestrator.erasure.Comparing.Look.Seen;
import io.habeas.orchestrator.erasure.Comparing.Look.Useless;
import io.habeas.orchestrator.erasure.ErasureEvent.ReportUndeliverable;
import io.habeas.orchestrator.erasure.ErasureEvent.RetentionReported;
import io.habeas.orchestrator.erasure.ErasureState.Ended;
import io.habeas.orchestrator.erasure.ErasureState.Retaining;
import io.habeas.orchestrator.erasure.ErasureState.Underway;
import io.habeas.process.Transition;
import io.habeas.protocol.fanout.Moved;
import io.habeas.schemas.avro.Action;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is said or asked again when its time comes, and what the stores say without being asked. */
final class Reminders {
  private final Course course;

  Reminders(Course course) {
    this.course = course;
  }

  Transition<ErasureState, ErasureCommand> wokenUp(Underway s, Instant at) {
    Moved<Action> moved = s.saga().fanOut().askAgain(at, course.pauses());
    List<ErasureCommand> said = Said.commands(s, moved, at);
    Saga saga = s.saga().fanOut(moved.fanOut());
    if (isDue(saga.tellAgainAt(), at)) {
      said = and(said, Said.outcomes(s, saga, course.turn().holdsOnStores(saga), at));
      saga = told(saga);
    }
    Saga asking = askAgain(saga, at);
    Seen seen = course.comparing().silence(asking, at);
    return course
        .steps()
        .stay(
            s.with(seen.saga()), seen.saga(), and(and(said, asked(saga, asking, at)), seen.said()));
  }

  private Saga askAgain(Saga saga, Instant at) {
    Inquiry inquiry = saga.gate().inquiry();
    return inquiry.isDue(at)
        ? saga.gate(saga.gate().inquiry(inquiry.again(at, course.pauses())))
        : saga;
  }

  private List<ErasureCommand> asked(Saga before, Saga after, Instant at) {
    return before.equals(after) ? List.of() : List.of(tell(after, course.gateAsked(after, at), at));
  }

  Transition<ErasureState, ErasureCommand> wokenUp(Ended s, Instant at) {
    boolean tell = isDue(s.saga().tellAgainAt(), at);
    Saga told = tell ? told(s.saga()) : s.saga();
    Saga asking = askAgain(told, at);
    Seen seen = course.comparing().silence(asking, at);
    Saga saga = seen.saga();
    List<ErasureCommand> said =
        and(
            and(
                tell
                    ? Said.outcomes(s, s.saga(), course.turn().holdsOnStores(s.saga()), at)
                    : List.of(),
                asked(told, asking, at)),
            seen.said());
    return s instanceof Retaining
        ? course.proceed(saga, said, at)
        : course.steps().stay(s.with(saga), saga, said);
  }

  /** What a store says by itself that it keeps. */
  Transition<ErasureState, ErasureCommand> reported(
      ErasureState s, Saga saga, Function<Saga, ErasureState> with, RetentionReported e) {
    return switch (course.comparing().reported(saga, e)) {
      case Useless(String why) -> Transition.ignored(s, why);
      case Seen(Saga seen, List<ErasureCommand> said) ->
          course.steps().stay(with.apply(seen), seen, said);
    };
  }

  private static Saga told(Saga saga) {
    return saga.tellAgainAt(null).ledger(saga.ledger().told());
  }

  private static boolean isDue(@Nullable Instant when, Instant at) {
    return when != null && !when.isAfter(at);
  }

  Transition<ErasureState, ErasureCommand> untold(
      ErasureState s, Saga saga, Function<Saga, ErasureState> with, ReportUndeliverable e) {
    return switch (e.report()) {
      case Report.Progress missed -> Transition.ignored(s, "progress-untold");
      case Report.StoreReplayed done ->
          later(
              saga.ledger(
                  saga.ledger()
                      .untold(done.restorationId(), done.participant(), Ledger.Stage.DONE)),
              with,
              e.at());
      case Report.StoreNotReplayed not ->
          later(
              saga.ledger(
                  saga.ledger()
                      .untold(not.restorationId(), not.participant(), Ledger.Stage.FORGOTTEN)),
              with,
              e.at());
      case Report.Outcome outcome -> later(saga, with, e.at());
    };
  }

  /** What must be told and could not be is told later. */
  Transition<ErasureState, ErasureCommand> later(
      Saga saga, Function<Saga, ErasureState> with, Instant at) {
    Saga later = saga.tellAgainAt(at.plus(course.pauses().forAnswer(1)));
    return course.steps().stay(with.apply(later), later, List.of());
  }
}
