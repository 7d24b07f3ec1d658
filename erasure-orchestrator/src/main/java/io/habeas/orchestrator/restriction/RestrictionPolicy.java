package io.habeas.orchestrator.restriction;

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
import io.habeas.orchestrator.joint.JointEvent.RecordsRestricted;
import io.habeas.orchestrator.joint.JointEvent.Reply;
import io.habeas.orchestrator.joint.JointEvent.ReportUndeliverable;
import io.habeas.orchestrator.joint.JointEvent.RequestAccepted;
import io.habeas.orchestrator.joint.JointEvent.RequestEnded;
import io.habeas.orchestrator.joint.JointEvent.RestrictionEndTold;
import io.habeas.orchestrator.joint.JointEvent.RestrictionLifted;
import io.habeas.orchestrator.joint.JointEvent.TaskDeferred;
import io.habeas.orchestrator.joint.JointEvent.TaskSuperseded;
import io.habeas.orchestrator.joint.JointEvent.TaskUndeliverable;
import io.habeas.orchestrator.joint.JointEvent.WokenUp;
import io.habeas.orchestrator.joint.JointReport;
import io.habeas.orchestrator.joint.JointReport.RestrictedThroughout;
import io.habeas.orchestrator.joint.Part;
import io.habeas.orchestrator.joint.Result;
import io.habeas.orchestrator.restriction.RestrictionState.Abandoned;
import io.habeas.orchestrator.restriction.RestrictionState.Ended;
import io.habeas.orchestrator.restriction.RestrictionState.Halted;
import io.habeas.orchestrator.restriction.RestrictionState.Lifted;
import io.habeas.orchestrator.restriction.RestrictionState.Lifting;
import io.habeas.orchestrator.restriction.RestrictionState.Locating;
import io.habeas.orchestrator.restriction.RestrictionState.NotStarted;
import io.habeas.orchestrator.restriction.RestrictionState.Restricting;
import io.habeas.orchestrator.restriction.RestrictionState.Standing;
import io.habeas.orchestrator.restriction.RestrictionState.Underway;
import io.habeas.process.Policy;
import io.habeas.process.Transition;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.fanout.Objection;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.HaltReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Art. 18: hide everywhere, for as long as the restriction stands, and lift it only when the person
 * was told (Art. 18(3), L24).
 *
 * <p>Every required participant, even one that seems to hold nothing, locates and then restricts. A
 * restriction that is complete stands until the register says that the person knows that it ends;
 * or until the person wants the request back, for then they know. Nobody else can end it once the
 * first RESTRICT is out: who refuses after that must have the person told first.
 */
public final class RestrictionPolicy implements Policy<RestrictionState, JointEvent, JointCommand> {
  private final JointCourse course;

  private record Situation(RestrictionState state, JointEvent event) {}

  public RestrictionPolicy(JointCourse course) {
    this.course = course;
  }

  @Override
  public RestrictionState initial() {
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
  public Transition<RestrictionState, JointCommand> next(RestrictionState state, JointEvent event) {
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

      // What is restricted must be found first, by the person's own identifiers (L11).
      case Situation(Standing s, HoldingsLocated e) when course.isLate(s.joint(), e) ->
          proceed(course.lateYield(s.joint(), e), e.at());
      case Situation(Underway s, HoldingsLocated e) when course.isLate(s.joint(), e) ->
          stay(s::with, course.lateYield(s.joint(), e));
      case Situation(Locating s, HoldingsLocated e) when e.ambiguous() ->
          joined(s, course.halt(s.joint(), e, HaltReason.AMBIGUOUS_SUBJECT), e.at());
      case Situation(Locating s, HoldingsLocated e) ->
          joined(s, course.located(s.joint(), e), e.at());
      case Situation(Locating s, ActionNotOffered e) ->
          joined(s, course.notLocated(s.joint(), e), e.at());

      // L23: stored and nothing else. What cannot be hidden is named.
      case Situation(Restricting s, RecordsRestricted e) ->
          joined(
              s,
              course.done(
                  s.joint(),
                  e,
                  phaseOf(s),
                  part -> part.did(new Result.Restricted(e.restricted()))),
              e.at());
      case Situation(Restricting s, ActionNotOffered e) ->
          joined(
              s,
              course.without(
                  s.joint(), e, phaseOf(s), part -> part.did(new Result.NotOffered()).lifted()),
              e.at());
      case Situation(Lifting s, RestrictionLifted e) ->
          joined(s, course.done(s.joint(), e, phaseOf(s), Part::lifted), e.at());
      case Situation(Lifting s, ActionNotOffered e) ->
          joined(s, course.without(s.joint(), e, phaseOf(s), Part::lifted), e.at());

      // L24: the person was told, so it may be lifted.
      case Situation(Lifting s, RestrictionEndTold e) -> Transition.ignored(s, "duplicate");
      case Situation(Underway s, RestrictionEndTold e) when s.joint().begun() ->
          undo(new Move(s.joint(), List.of()), null, e.at());
      case Situation(Underway s, RestrictionEndTold e) ->
          Transition.ignored(s, "nothing-restricted");

      // Who wants the request back knows that it ends; who refuses it must tell the person first.
      case Situation(Lifting s, EndingAsked e) -> Transition.ignored(s, "ends-already");
      case Situation(Underway s, EndingAsked e)
          when e.cause() == EndCause.REFUSED && s.joint().begun() ->
          stay(
              s::with,
              new Move(s.joint(), List.of())
                  .tell(new JointReport.EndingTooLate(e.cause()), e.at()));
      case Situation(Underway s, EndingAsked e) ->
          undo(
              new Move(s.joint(), List.of())
                  .tell(new JointReport.EndingAccepted(e.cause()), e.at()),
              e.cause(),
              e.at());
      case Situation(Lifting s, RequestEnded e) -> Transition.ignored(s, "ends-already");
      // It ends on the register only when the letter that says so has left.
      case Situation(Underway s, RequestEnded e) ->
          undo(new Move(s.joint(), List.of()), EndCause.REFUSED, e.at());

      // What a store cannot say a person may, in its place.
      case Situation(Lifting s, OutcomeDecided e) ->
          stay(s::with, JointCourse.notAdopted(s.joint(), e));
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
          stay(s::with, course.wokenUp(s.joint(), phaseOf(s), outcomes(s), e.at()));

      case Situation(Ended s, OutcomeDecided e) ->
          stay(s::with, JointCourse.notAdopted(s.joint(), e));
      case Situation(Lifted s, EndingAsked e) ->
          stay(
              s::with,
              new Move(s.joint(), List.of())
                  .tell(new JointReport.EndingTooLate(e.cause()), e.at()));
      case Situation(Lifted s, WokenUp e) ->
          stay(
              s::with,
              course.wokenUp(
                  s.joint(),
                  ErasurePhase.LIFTING,
                  List.of(completion(s.joint()), new JointReport.RestrictionEnded()),
                  e.at()));
      case Situation(Abandoned s, WokenUp e) ->
          stay(
              s::with,
              course.wokenUp(
                  s.joint(), ErasurePhase.LIFTING, List.of(new JointReport.Abandoned()), e.at()));

      // Progress may be missed; an outcome is told until it could be.
      case Situation(Underway s, ReportUndeliverable e) -> untold(s, s.joint(), s::with, e);
      case Situation(Ended s, ReportUndeliverable e) -> untold(s, s.joint(), s::with, e);

      // No other answer can be owed in these states: what is owed was compared above.
      case Situation(Underway s, Reply e) -> Transition.ignored(s, Objection.OTHER_TASK.code());
      case Situation(Ended s, JointEvent e) -> Transition.ignored(s, "closed");
    };
  }

  /** Goes on once nobody owes an answer any more. */
  private Transition<RestrictionState, JointCommand> joined(Underway s, Move move, Instant at) {
    if (!move.joint().fanOut().joined()) {
      return stay(s::with, move);
    }
    return s instanceof Lifting lifting ? undone(move, lifting, at) : proceed(move, at);
  }

  /** What comes next when nobody owes an answer: whoever is furthest behind catches up first. */
  private Transition<RestrictionState, JointCommand> proceed(Move move, Instant at) {
    if (move.joint().isHalted()) {
      return stay(Halted::new, move);
    }
    return switch (course.search(move, at)) {
      case Search.Asked(Move asked) -> stay(Locating::new, asked);
      case Search.Stuck(Move stuck) -> stay(Halted::new, stuck);
      case Search.Over() -> restrict(move, at);
    };
  }

  private Transition<RestrictionState, JointCommand> restrict(Move move, Instant at) {
    List<ParticipantId> visible =
        move.joint().those(part -> part.result() == null && part.decidedBy() == null);
    if (!visible.isEmpty()) {
      Move begun = new Move(move.joint().beginning().each(visible, Part::restricting), move.said());
      return stay(
          Restricting::new,
          course.ask(begun, visible, Action.RESTRICT, ErasurePhase.RESTRICTING, at));
    }
    RestrictedThroughout completion = completion(move.joint());
    Move told = move.tell(completion, at);
    // A restriction of nothing need not stand.
    return completion.completion() == Completion.NOTHING_HELD
        ? undo(told, null, at)
        : stay(Standing::new, told);
  }

  /** Everything that was hidden, or may have been, is shown again: by all at once. */
  private Transition<RestrictionState, JointCommand> undo(
      Move move, @Nullable EndCause endingFor, Instant at) {
    Joint silent = move.joint().silenced();
    Move quiet = new Move(silent, move.said());
    List<ParticipantId> hidden = silent.those(Part::restricted).reversed();
    Function<Joint, RestrictionState> lifting = joint -> new Lifting(joint, endingFor);
    return hidden.isEmpty()
        ? undone(quiet, new Lifting(silent, endingFor), at)
        : stay(lifting, course.ask(quiet, hidden, Action.LIFT, ErasurePhase.LIFTING, at));
  }

  private static Transition<RestrictionState, JointCommand> undone(
      Move move, Lifting lifting, Instant at) {
    return lifting.endingFor() == null
        ? stay(Lifted::new, move.tell(new JointReport.RestrictionEnded(), at))
        : stay(Abandoned::new, move.tell(new JointReport.Abandoned(), at));
  }

  private Transition<RestrictionState, JointCommand> untold(
      RestrictionState s,
      Joint joint,
      Function<Joint, RestrictionState> with,
      ReportUndeliverable e) {
    return course
        .untold(joint, e)
        .map(later -> stay(with, new Move(later, List.of())))
        .orElseGet(() -> Transition.ignored(s, "progress-untold"));
  }

  private static Transition<RestrictionState, JointCommand> stay(
      Function<Joint, RestrictionState> with, Move move) {
    return Transition.to(with.apply(move.joint()), move.said(), move.joint().wakeUp());
  }

  /** What others must have been told by now. */
  private static List<JointReport.Outcome> outcomes(Underway s) {
    List<JointReport.Outcome> all = new ArrayList<>(JointCourse.halts(s.joint()));
    switch (s) {
      case Standing standing -> all.add(completion(s.joint()));
      case Lifting lifting -> {
        if (lifting.endingFor() == null) {
          all.add(completion(s.joint()));
        }
      }
      case Locating locating -> {}
      case Restricting restricting -> {}
      case Halted halted -> {}
    }
    return all;
  }

  private static ErasurePhase phaseOf(Underway state) {
    return switch (state) {
      case Locating s -> ErasurePhase.LOCATING;
      case Restricting s -> ErasurePhase.RESTRICTING;
      case Lifting s -> ErasurePhase.LIFTING;
      // Nobody owes an answer in these, so nothing is said of a phase.
      case Standing s -> ErasurePhase.RESTRICTING;
      case Halted s -> ErasurePhase.LOCATING;
    };
  }

  private static RestrictedThroughout completion(Joint joint) {
    return new RestrictedThroughout(completionOf(joint.parts()), joint.parts());
  }

  /** What it came to (L15): nothing is called restricted where a store may still use it. */
  private static Completion completionOf(List<Part> parts) {
    long restricted = 0;
    boolean held = false;
    boolean inPart = false;
    for (Part part : parts) {
      held |= part.records() > 0;
      if (part.result() instanceof Result.Restricted(var counts)) {
        restricted += counts.stream().mapToLong(Holding::records).sum();
      } else if (part.result() instanceof Result.NotOffered) {
        inPart |= part.cannotLocate() || part.records() > 0;
      }
    }
    if (inPart) {
      return Completion.RESTRICTED_IN_PART;
    }
    return held || restricted > 0 ? Completion.RESTRICTED : Completion.NOTHING_HELD;
  }
}
