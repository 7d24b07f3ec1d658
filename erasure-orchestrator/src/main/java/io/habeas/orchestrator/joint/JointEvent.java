package io.habeas.orchestrator.joint;

import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can happen to a request for which all participants do one thing. */
public sealed interface JointEvent {

  /** When the orchestrator noticed, by its own clock: another's clock never moves a deadline. */
  Instant at();

  /**
   * Identity is proven: the only event on which anything is read or changed.
   *
   * @param proven the types of identifier that are proven, which seed the search
   */
  record RequestAccepted(UUID requestId, Set<IdentifierType> proven, Instant at)
      implements JointEvent {
    public RequestAccepted {
      proven = Set.copyOf(proven);
    }
  }

  /** The request was refused or withdrawn, or closed without being carried out. */
  record RequestEnded(Instant at) implements JointEvent {}

  /** The request shall end, if it still can. */
  record EndingAsked(EndCause cause, Instant at) implements JointEvent {}

  /** A person vouches for what a participant holds, in its place. */
  record OutcomeDecided(
      UUID decisionId, ParticipantId participant, DecidedOutcome outcome, Instant at)
      implements JointEvent {}

  /** The person was told that the restriction ends (Art. 18(3), L24). */
  record RestrictionEndTold(Instant at) implements JointEvent {}

  /** The instant has come that was asked for. */
  record WokenUp(Instant at) implements JointEvent {}

  /** A task could not be written to the participant's topic. */
  record TaskUndeliverable(ParticipantId participant, int step, WaitReason reason, Instant at)
      implements JointEvent {}

  /** A report could not be written. */
  record ReportUndeliverable(JointReport report, Instant at) implements JointEvent {}

  /** What a participant answers to the task of one step. */
  sealed interface Reply extends JointEvent {
    /** Who answers, proven by the topic on which it did. */
    ParticipantId participant();

    /** Which task is answered. */
    int step();

    /** What kind of task this can be an answer to; null if to any. */
    @Nullable Action answers();
  }

  /**
   * What is held, counted.
   *
   * @param yielded types of identifier newly deposited in the vault
   * @param ambiguous more than one account, or a conflict with a proven identifier
   */
  record HoldingsLocated(
      ParticipantId participant,
      int step,
      List<Holding> holdings,
      Set<IdentifierType> yielded,
      boolean ambiguous,
      Instant at)
      implements Reply {
    public HoldingsLocated {
      holdings = List.copyOf(holdings);
      yielded = Set.copyOf(yielded);
    }

    @Override
    public Action answers() {
      return Action.LOCATE;
    }
  }

  /** What was held is corrected (Art. 16; L18). */
  record RecordsRectified(
      ParticipantId participant,
      int step,
      List<Holding> corrected,
      List<Holding> supplemented,
      Instant at)
      implements Reply {
    public RecordsRectified {
      corrected = List.copyOf(corrected);
      supplemented = List.copyOf(supplemented);
    }

    @Override
    public Action answers() {
      return Action.RECTIFY;
    }
  }

  /** What was held is restricted (Art. 18; L23). */
  record RecordsRestricted(
      ParticipantId participant, int step, List<Holding> restricted, Instant at) implements Reply {
    public RecordsRestricted {
      restricted = List.copyOf(restricted);
    }

    @Override
    public Action answers() {
      return Action.RESTRICT;
    }
  }

  /** What was restricted is as it was before. */
  record RestrictionLifted(ParticipantId participant, int step, Instant at) implements Reply {
    @Override
    public Action answers() {
      return Action.LIFT;
    }
  }

  /**
   * It cannot do such a thing at all.
   *
   * @param answers what it cannot do
   */
  record ActionNotOffered(ParticipantId participant, int step, Action answers, Instant at)
      implements Reply {}

  /** It cannot be done now. Nothing was changed by this attempt. */
  record TaskDeferred(ParticipantId participant, int step, WaitReason reason, Instant at)
      implements Reply {
    @Override
    public @Nullable Action answers() {
      return null;
    }
  }

  /** A later step was seen before; this one was not carried out. */
  record TaskSuperseded(ParticipantId participant, int step, int seenStep, Instant at)
      implements Reply {
    @Override
    public @Nullable Action answers() {
      return null;
    }
  }
}
