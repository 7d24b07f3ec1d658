package io.habeas.orchestrator.joint;

import io.habeas.orchestrator.joint.JointCommand.Ask;
import io.habeas.orchestrator.joint.JointCommand.Task;
import io.habeas.orchestrator.joint.JointCommand.Tell;
import io.habeas.orchestrator.joint.JointEvent.HoldingsLocated;
import io.habeas.orchestrator.joint.JointEvent.OutcomeDecided;
import io.habeas.orchestrator.joint.JointEvent.Reply;
import io.habeas.orchestrator.joint.JointEvent.ReportUndeliverable;
import io.habeas.orchestrator.joint.JointEvent.RequestAccepted;
import io.habeas.orchestrator.joint.JointEvent.TaskSuperseded;
import io.habeas.orchestrator.joint.JointEvent.TaskUndeliverable;
import io.habeas.orchestrator.joint.JointReport.Halted;
import io.habeas.orchestrator.joint.JointReport.OutcomeAdopted;
import io.habeas.orchestrator.joint.JointReport.OutcomeNotAdopted;
import io.habeas.orchestrator.joint.JointReport.ParticipantDone;
import io.habeas.orchestrator.joint.JointReport.ParticipantWaiting;
import io.habeas.orchestrator.joint.JointReport.PhaseStarted;
import io.habeas.process.Policy.Undeliverable;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.protocol.fanout.Moved;
import io.habeas.protocol.fanout.Objection;
import io.habeas.protocol.fanout.Pauses;
import io.habeas.protocol.locate.IdentifierGraph;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How participants are asked and waited for, whatever the right: in rounds over the identifiers
 * that they yield to each other, then all at once. What comes when is decided by the policy of the
 * right. Pure.
 */
public final class JointCourse {
  private final List<RequiredParticipant> required;
  private final Pauses pauses;
  private final int rounds;

  /**
   * @param required by the controller's approved configuration; at least one
   * @param rounds most rounds over the identifier graph; one that does not close by then is not the
   *     graph of one person
   * @throws IllegalArgumentException if nobody is required, when every request would complete
   *     unasked, or somebody twice, or no round is allowed
   */
  public JointCourse(List<RequiredParticipant> required, Pauses pauses, int rounds) {
    if (required.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected at least one required participant but none is configured");
    }
    if (required.stream().map(RequiredParticipant::id).distinct().count() < required.size()) {
      throw new IllegalArgumentException(
          "Expected every required participant once but one is configured twice");
    }
    if (rounds < 1) {
      throw new IllegalArgumentException("Expected at least 1 round but got " + rounds);
    }
    this.required = List.copyOf(required);
    this.pauses = pauses;
    this.rounds = rounds;
  }

  /** A request after something happened to it, and what must now be said. */
  public record Move(Joint joint, List<JointCommand> said) {
    public Move {
      said = List.copyOf(said);
    }

    Move with(Joint after, List<? extends JointCommand> more) {
      List<JointCommand> all = new ArrayList<>(said.size() + more.size());
      all.addAll(said);
      all.addAll(more);
      return new Move(after, all);
    }

    /** The same, and this is told as well. */
    public Move tell(JointReport report, Instant at) {
      return with(joint, List.of(new Tell(joint.requestId(), report, at)));
    }
  }

  /** Whether everybody has searched by everything that is known. */
  public sealed interface Search {
    /** These are being asked. */
    record Asked(Move move) implements Search {}

    /** It does not come to an end: a person must decide. */
    record Stuck(Move move) implements Search {}

    /** Everybody has. */
    record Over() implements Search {}
  }

  /** Nobody was asked anything yet. */
  public Move begin(RequestAccepted accepted) {
    return new Move(Joint.begin(accepted.requestId(), accepted.proven()), List.of());
  }

  /** The next round, over whoever is required by now and could find more than when last asked. */
  public Search search(Move before, Instant at) {
    Joint joint = before.joint();
    List<RequiredParticipant> searching =
        joint
            .graph()
            .toBeAsked(
                required.stream()
                    .filter(participant -> joint.part(participant.id()).decidedBy() == null)
                    .toList());
    if (searching.isEmpty()) {
      return new Search.Over();
    }
    List<ParticipantId> whom = searching.stream().map(RequiredParticipant::id).toList();
    boolean newcomer = !joint.those(part -> true).containsAll(whom);
    if (joint.round() >= rounds && !newcomer) {
      Joint stuck = joint.each(whom, part -> part.halted(HaltReason.AMBIGUOUS_SUBJECT));
      return new Search.Stuck(
          before.with(stuck, List.of()).tell(halted(stuck, HaltReason.AMBIGUOUS_SUBJECT), at));
    }
    return new Search.Asked(
        ask(
            before.with(joint.nextRound(searching), List.of()),
            whom,
            Action.LOCATE,
            ErasurePhase.LOCATING,
            at));
  }

  /** Asks each of {@code whom} the same. */
  public Move ask(
      Move before, List<ParticipantId> whom, Action action, ErasurePhase phase, Instant at) {
    Moved<Action> moved = before.joint().fanOut().ask(whom, action, at, pauses);
    return before
        .tell(new PhaseStarted(phase, whom), at)
        .with(before.joint().fanOut(moved.fanOut()), commands(before.joint(), moved, phase, at));
  }

  /** What a participant located; the others search by what it yielded before they go on. */
  public Move located(Joint joint, HoldingsLocated e) {
    Joint yielded = joint.graph(joint.graph().yielded(e.participant(), e.yielded()));
    return done(yielded, e, ErasurePhase.LOCATING, part -> part.located(e.holdings()));
  }

  /** What a participant cannot locate, since it cannot locate anything. */
  public Move notLocated(Joint joint, JointEvent.ActionNotOffered e) {
    return without(joint, e, ErasurePhase.LOCATING, Part::cannotLocateAnything);
  }

  /**
   * A participant in whose place a person answered has yet put identifiers into the vault: it may
   * have been searching meanwhile.
   */
  public boolean isLate(Joint joint, HoldingsLocated e) {
    return joint.part(e.participant()).decidedBy() != null && !e.yielded().isEmpty();
  }

  /** The others search by what was yielded late. */
  public Move lateYield(Joint joint, HoldingsLocated e) {
    return new Move(joint.graph(joint.graph().yielded(e.participant(), e.yielded())), List.of());
  }

  /** A participant's outcome is in. */
  public Move done(Joint joint, Reply reply, ErasurePhase phase, UnaryOperator<Part> what) {
    return new Move(joint.answered(reply.participant(), what), List.of())
        .tell(new ParticipantDone(reply.participant(), phase, null), reply.at());
  }

  /** The request goes on without what a participant cannot do, visibly. */
  public Move without(
      Joint joint, JointEvent.ActionNotOffered e, ErasurePhase phase, UnaryOperator<Part> what) {
    return new Move(joint.answered(e.participant(), what), List.of())
        .tell(new ParticipantDone(e.participant(), phase, e.answers()), e.at());
  }

  /** A person must decide about the participant; the others finish what they are at. */
  public Move halt(Joint joint, Reply reply, HaltReason reason) {
    Joint after = joint.answered(reply.participant(), part -> part.halted(reason));
    return new Move(after, List.of()).tell(halted(after, reason), reply.at());
  }

  /** It is asked the same again after a pause. */
  public Move putOff(
      Joint joint, ParticipantId participant, WaitReason reason, ErasurePhase phase, Instant at) {
    return moved(joint, joint.fanOut().putOff(participant, reason, at, pauses), phase, at);
  }

  /** It is asked again after a pause, with a step above the one that it has seen. */
  public Move superseded(Joint joint, TaskSuperseded e, ErasurePhase phase) {
    return moved(
        joint,
        joint.fanOut().superseded(e.participant(), e.seenStep(), e.at(), pauses),
        phase,
        e.at());
  }

  /**
   * Asks everybody again whose time is over, and tells again what could not be told.
   *
   * @param outcomes what others must have been told by now
   */
  public Move wokenUp(
      Joint joint, ErasurePhase phase, List<JointReport.Outcome> outcomes, Instant at) {
    Move move = moved(joint, joint.fanOut().askAgain(at, pauses), phase, at);
    Instant tellAgainAt = joint.tellAgainAt();
    if (tellAgainAt == null || tellAgainAt.isAfter(at)) {
      return move;
    }
    return move.with(
        move.joint().tellAgainAt(null),
        outcomes.stream().map(report -> new Tell(joint.requestId(), report, at)).toList());
  }

  /** Progress may be missed; an outcome is told until it could be. Empty if nothing follows. */
  public Optional<Joint> untold(Joint joint, ReportUndeliverable e) {
    return switch (e.report()) {
      case JointReport.Progress missed -> Optional.empty();
      case JointReport.Outcome outcome ->
          Optional.of(joint.tellAgainAt(e.at().plus(pauses.forAnswer(1))));
    };
  }

  /**
   * Whether a person may answer that nothing is held there: while an answer is owed or the
   * participant is halted, and it has not yet changed anything itself.
   */
  public static boolean mayBeDecided(Joint joint, OutcomeDecided e) {
    Part part = joint.part(e.participant());
    boolean owes = joint.fanOut().owedBy(e.participant()).isPresent() || part.halted() != null;
    return owes
        && switch (e.outcome()) {
          case NOTHING_HELD -> part.result() == null;
          case ERASED -> false;
        };
  }

  /** A person's word stands for the participant's; whatever it still answers is late. */
  public Move adopt(Joint joint, OutcomeDecided e) {
    return new Move(
            joint
                .graph(perhapsYielded(joint, e.participant()))
                .answered(e.participant(), part -> part.vouchedFor(e.decisionId())),
            List.of())
        .tell(new OutcomeAdopted(e.decisionId(), e.participant()), e.at());
  }

  /** A person's word cannot be followed. */
  public static Move notAdopted(Joint joint, OutcomeDecided e) {
    return new Move(joint, List.of())
        .tell(new OutcomeNotAdopted(e.decisionId(), e.participant()), e.at());
  }

  /** Whom a person must decide about, by reason. */
  public static List<JointReport.Outcome> halts(Joint joint) {
    List<JointReport.Outcome> all = new ArrayList<>();
    for (HaltReason reason : HaltReason.values()) {
      Halted report = halted(joint, reason);
      if (!report.participants().isEmpty()) {
        all.add(report);
      }
    }
    return all;
  }

  /** Why an event must be ignored that answers what is not owed; empty if it does not. */
  public Optional<Objection> objectionTo(Joint joint, JointEvent event) {
    if (event instanceof HoldingsLocated e && isLate(joint, e)) {
      return Optional.empty();
    }
    if (event instanceof Reply reply) {
      return joint.fanOut().objectionTo(reply.participant(), reply.step(), reply.answers());
    }
    if (event instanceof TaskUndeliverable task) {
      return joint.fanOut().objectionTo(task.participant(), task.step(), null);
    }
    return Optional.empty();
  }

  /** The event by which a policy learns that a command cannot be delivered now. */
  public static JointEvent undeliverable(JointCommand command, Undeliverable reason, Instant now) {
    return switch (command) {
      case Ask ask -> {
        WaitReason wait =
            switch (reason) {
              case TOPIC_MISSING -> WaitReason.TOPIC_MISSING;
              case TOPIC_FORBIDDEN -> WaitReason.TOPIC_FORBIDDEN;
            };
        yield new TaskUndeliverable(ask.participant(), ask.step(), wait, now);
      }
      case Tell tell -> new ReportUndeliverable(tell.report(), now);
    };
  }

  private static Halted halted(Joint joint, HaltReason reason) {
    return new Halted(reason, joint.those(part -> part.halted() == reason));
  }

  /** A search whose answer nobody waits for any more may have put identifiers into the vault. */
  private IdentifierGraph perhapsYielded(Joint joint, ParticipantId participant) {
    return joint.fanOut().owedBy(participant).filter(Action.LOCATE::equals).isEmpty()
        ? joint.graph()
        : required.stream()
            .filter(each -> each.id().equals(participant))
            .findFirst()
            .map(each -> joint.graph().yielded(participant, each.identifierTypes()))
            .orElse(joint.graph());
  }

  private static Move moved(Joint joint, Moved<Action> moved, ErasurePhase phase, Instant at) {
    return new Move(joint.fanOut(moved.fanOut()), commands(joint, moved, phase, at));
  }

  private static List<JointCommand> commands(
      Joint joint, Moved<Action> moved, ErasurePhase phase, Instant at) {
    List<JointCommand> all = new ArrayList<>(moved.asks().size() + moved.delays().size());
    for (Moved.Ask<Action> ask : moved.asks()) {
      all.add(
          new Ask(joint.requestId(), ask.participant(), ask.step(), task(ask.task(), joint), at));
    }
    for (Moved.Delay delay : moved.delays()) {
      all.add(
          new Tell(
              joint.requestId(),
              new ParticipantWaiting(
                  delay.participant(),
                  phase,
                  delay.waiting().reason(),
                  delay.waiting().since(),
                  delay.askedAgainAt()),
              at));
    }
    return all;
  }

  private static Task task(Action action, Joint joint) {
    return switch (action) {
      case LOCATE -> new Task.Locate(joint.round());
      case RECTIFY -> new Task.Rectify();
      case RESTRICT -> new Task.Restrict();
      case LIFT -> new Task.Lift();
      case ERASE, VERIFY, EXPIRE, EXPORT, SEED ->
          throw new IllegalArgumentException(
              "Expected an action that all do at once but got " + action);
    };
  }
}
