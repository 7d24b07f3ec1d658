package io.habeas.orchestrator.rectification;

import io.habeas.orchestrator.joint.Joint;
import io.habeas.orchestrator.joint.JointCommand;
import io.habeas.orchestrator.joint.JointCourse;
import io.habeas.orchestrator.joint.JointCourse.Move;
import io.habeas.orchestrator.joint.JointCourse.Search;
import io.habeas.orchestrator.joint.JointEvent;
import io.habeas.orchestrator.joint.JointEvent.ActionNotOffered;
import io.habeas.orchestrator.joint.JointEvent.EndingAsked;
import io.habeas.orchestrator.joint.JointEvent.HoldingsLocated;
import io.habeas.orchestrator.joint.JointEvent.OutcomeDecided;
import io.habeas.orchestrator.joint.JointEvent.RecordsRectified;
import io.habeas.orchestrator.joint.JointEvent.Reply;
import io.habeas.orchestrator.joint.JointEvent.ReportUndeliverable;
import io.habeas.orchestrator.joint.JointEvent.RequestAccepted;
import io.habeas.orchestrator.joint.JointEvent.RequestEnded;
import io.habeas.orchestrator.joint.JointEvent.RestrictionEndTold;
import io.habeas.orchestrator.joint.JointEvent.TaskDeferred;
import io.habeas.orchestrator.joint.JointEvent.TaskSuperseded;
import io.habeas.orchestrator.joint.JointEvent.TaskUndeliverable;
import io.habeas.orchestrator.joint.JointEvent.WokenUp;
import io.habeas.orchestrator.joint.JointReport;
import io.habeas.orchestrator.joint.JointReport.RectificationCompleted;
import io.habeas.orchestrator.joint.Part;
import io.habeas.orchestrator.joint.Result;
import io.habeas.orchestrator.rectification.RectificationState.Abandoned;
import io.habeas.orchestrator.rectification.RectificationState.Completed;
import io.habeas.orchestrator.rectification.RectificationState.Ended;
import io.habeas.orchestrator.rectification.RectificationState.Halted;
import io.habeas.orchestrator.rectification.RectificationState.Locating;
import io.habeas.orchestrator.rectification.RectificationState.NotStarted;
import io.habeas.orchestrator.rectification.RectificationState.Rectifying;
import io.habeas.orchestrator.rectification.RectificationState.Underway;
import io.habeas.process.Policy;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.fanout.Objection;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.HaltReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Art. 16: correct everywhere, or put the person's statement beside what is held (L18), and say
 * exactly where which was done.
 *
 * <p>Every required participant, even one that seems to hold nothing, locates and then rectifies,
 * so that what the letter says is what the stores did. The first RECTIFY is the point of no return:
 * what stood there before is known to nobody any more. A participant that cannot rectify is gone
 * without, and named.
 */
public final class RectificationPolicy
    implements Policy<RectificationState, JointEvent, JointCommand> {
  private final JointCourse course;

  private record Situation(RectificationState state, JointEvent event) {}

  public RectificationPolicy(JointCourse course) {
    this.course = course;
  }

  @Override
  public RectificationState initial() {
    return new NotStarted();
  }

  @Override
  public JointEvent wakeUp(Instant now) {
    return new WokenUp(now);
  }

  @Override
  public JointEvent undeliverable(JointCommand command, Undeliverable reason, Instant now) {
    return JointCourse.undeliverable(command, reason, now);
  }

  @Override
  public Transition<RectificationState, JointCommand> next(
      RectificationState state, JointEvent event) {
    Optional<Objection> objection =
        state instanceof Underway underway
            ? course.objectionTo(underway.joint(), event)
            : Optional.empty();
    if (objection.isPresent()) {
      return Transition.ignored(state, objection.get().code());
    }
    return switch (new Situation(state, event)) {
      // Nothing is read or changed before identity is proven (Art. 12(6)), whoever speaks.
      case Situation(NotStarted s, RequestAccepted e) -> proceed(course.begin(e), e.at());
      case Situation(NotStarted s, JointEvent e) -> Transition.ignored(s, "unknown-request");
      case Situation(Underway s, RequestAccepted e) -> Transition.ignored(s, "duplicate");

      // Art. 16 begins with knowing what is held, and by whose identifiers (L11).
      case Situation(Underway s, HoldingsLocated e) when course.isLate(s.joint(), e) ->
          stay(s::with, course.lateYield(s.joint(), e));
      case Situation(Locating s, HoldingsLocated e) when e.ambiguous() ->
          joined(s, course.halt(s.joint(), e, HaltReason.AMBIGUOUS_SUBJECT), e.at());
      case Situation(Locating s, HoldingsLocated e) ->
          joined(s, course.located(s.joint(), e), e.at());
      case Situation(Locating s, ActionNotOffered e) ->
          joined(s, course.notLocated(s.joint(), e), e.at());

      // L18: overwritten, or supplemented by a statement.
      case Situation(Rectifying s, RecordsRectified e) ->
          joined(
              s,
              course.done(
                  s.joint(),
                  e,
                  ErasurePhase.RECTIFYING,
                  part -> part.did(new Result.Rectified(e.corrected(), e.supplemented()))),
              e.at());
      case Situation(Rectifying s, ActionNotOffered e) ->
          joined(
              s,
              course.without(
                  s.joint(), e, ErasurePhase.RECTIFYING, part -> part.did(new Result.NotOffered())),
              e.at());

      // Before the point of no return nothing was changed; after it there is only forward.
      case Situation(Underway s, EndingAsked e) when s.joint().begun() ->
          tooLate(s::with, s.joint(), e);
      case Situation(Underway s, EndingAsked e) ->
          abandoned(
              new Move(s.joint(), List.of())
                  .tell(new JointReport.EndingAccepted(e.cause()), e.at()),
              e.at());
      case Situation(Underway s, RequestEnded e) when s.joint().begun() ->
          Transition.ignored(s, "past-the-point-of-no-return");
      case Situation(Underway s, RequestEnded e) ->
          abandoned(new Move(s.joint(), List.of()), e.at());

      // What a store cannot say a person may, in its place.
      case Situation(Underway s, OutcomeDecided e) when JointCourse.mayBeDecided(s.joint(), e) ->
          joined(s, course.adopt(s.joint(), e), e.at());
      case Situation(Underway s, OutcomeDecided e) ->
          stay(s::with, JointCourse.notAdopted(s.joint(), e));

      // An answer that is owed stays owed, and is asked for again; the others go on.
      case Situation(Underway s, TaskDeferred e) ->
          stay(s::with, course.putOff(s.joint(), e.participant(), e.reason(), phaseOf(s), e.at()));
      case Situation(Underway s, TaskUndeliverable e) ->
          stay(s::with, course.putOff(s.joint(), e.participant(), e.reason(), phaseOf(s), e.at()));
      case Situation(Underway s, TaskSuperseded e) ->
          stay(s::with, course.superseded(s.joint(), e, phaseOf(s)));
      case Situation(Underway s, WokenUp e) ->
          stay(
              s::with, course.wokenUp(s.joint(), phaseOf(s), JointCourse.halts(s.joint()), e.at()));

      case Situation(Completed s, EndingAsked e) -> tooLate(s::with, s.joint(), e);
      case Situation(Ended s, OutcomeDecided e) ->
          stay(s::with, JointCourse.notAdopted(s.joint(), e));
      case Situation(Completed s, WokenUp e) ->
          stay(
              s::with,
              course.wokenUp(
                  s.joint(), ErasurePhase.RECTIFYING, List.of(completion(s.joint())), e.at()));
      case Situation(Abandoned s, WokenUp e) ->
          stay(
              s::with,
              course.wokenUp(
                  s.joint(), ErasurePhase.LOCATING, List.of(new JointReport.Abandoned()), e.at()));

      case Situation(Underway s, RestrictionEndTold e) -> Transition.ignored(s, "other-right");

      // Progress may be missed; an outcome is told until it could be.
      case Situation(Underway s, ReportUndeliverable e) -> untold(s, s.joint(), s::with, e);
      case Situation(Ended s, ReportUndeliverable e) -> untold(s, s.joint(), s::with, e);

      // No other answer can be owed in these states: what is owed was compared above.
      case Situation(Underway s, Reply e) -> Transition.ignored(s, Objection.OTHER_TASK.code());
      case Situation(Ended s, JointEvent e) -> Transition.ignored(s, "closed");
    };
  }

  /** Goes on once nobody owes an answer any more. */
  private Transition<RectificationState, JointCommand> joined(Underway s, Move move, Instant at) {
    return move.joint().fanOut().joined() ? proceed(move, at) : stay(s::with, move);
  }

  /** What comes next when nobody owes an answer: whoever is furthest behind catches up first. */
  private Transition<RectificationState, JointCommand> proceed(Move move, Instant at) {
    if (move.joint().isHalted()) {
      return stay(Halted::new, move);
    }
    return switch (course.search(move, at)) {
      case Search.Asked(Move asked) -> stay(Locating::new, asked);
      case Search.Stuck(Move stuck) -> stay(Halted::new, stuck);
      case Search.Over() -> rectify(move, at);
    };
  }

  private Transition<RectificationState, JointCommand> rectify(Move move, Instant at) {
    List<ParticipantId> owing =
        move.joint().those(part -> part.result() == null && part.decidedBy() == null);
    if (owing.isEmpty()) {
      return stay(Completed::new, move.tell(completion(move.joint()), at));
    }
    Move begun = new Move(move.joint().beginning(), move.said());
    return stay(
        Rectifying::new, course.ask(begun, owing, Action.RECTIFY, ErasurePhase.RECTIFYING, at));
  }

  private static Transition<RectificationState, JointCommand> abandoned(Move move, Instant at) {
    Move silent = new Move(move.joint().silenced(), move.said());
    return stay(Abandoned::new, silent.tell(new JointReport.Abandoned(), at));
  }

  private static Transition<RectificationState, JointCommand> tooLate(
      Function<Joint, RectificationState> with, Joint joint, EndingAsked e) {
    return stay(
        with, new Move(joint, List.of()).tell(new JointReport.EndingTooLate(e.cause()), e.at()));
  }

  private Transition<RectificationState, JointCommand> untold(
      RectificationState s,
      Joint joint,
      Function<Joint, RectificationState> with,
      ReportUndeliverable e) {
    return course
        .untold(joint, e)
        .map(later -> stay(with, new Move(later, List.of())))
        .orElseGet(() -> Transition.ignored(s, "progress-untold"));
  }

  private static Transition<RectificationState, JointCommand> stay(
      Function<Joint, RectificationState> with, Move move) {
    return Transition.to(with.apply(move.joint()), move.said(), move.joint().wakeUp());
  }

  private static ErasurePhase phaseOf(Underway state) {
    return switch (state) {
      case Locating s -> ErasurePhase.LOCATING;
      case Rectifying s -> ErasurePhase.RECTIFYING;
      // Nobody owes an answer in it, so nothing is said of a phase.
      case Halted s -> ErasurePhase.LOCATING;
    };
  }

  private static RectificationCompleted completion(Joint joint) {
    return new RectificationCompleted(completionOf(joint.parts()), joint.parts());
  }

  /** What it came to (L15, L18): nothing is called corrected where a store may lack it. */
  private static Completion completionOf(List<Part> parts) {
    long changed = 0;
    long held = 0;
    boolean inPart = false;
    for (Part part : parts) {
      held += part.records();
      if (part.result() instanceof Result.Rectified(var corrected, var supplemented)) {
        changed += records(corrected) + records(supplemented);
      } else if (part.result() instanceof Result.NotOffered) {
        inPart |= part.cannotLocate() || part.records() > 0;
      }
    }
    if (inPart) {
      return Completion.RECTIFIED_IN_PART;
    }
    if (changed > 0) {
      return Completion.RECTIFIED;
    }
    return held > 0 ? Completion.NOTHING_TO_RECTIFY : Completion.NOTHING_HELD;
  }

  private static long records(List<Holding> holdings) {
    return holdings.stream().mapToLong(Holding::records).sum();
  }
}
