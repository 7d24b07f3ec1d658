package io.habeas.orchestrator.erasure;

import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can happen to an erasure. */
public sealed interface ErasureEvent {

  /** When the orchestrator noticed, by its own clock: another's clock never moves a deadline. */
  Instant at();

  /**
   * Identity is proven: the only event on which anything is read or changed.
   *
   * @param proven the types of identifier that are proven, which seed the search
   * @param scope what of the person's records is to be erased
   */
  record RequestAccepted(
      UUID requestId,
      Set<IdentifierType> proven,
      ErasureGround ground,
      LocalDate dueOn,
      Scope scope,
      Instant at)
      implements ErasureEvent {
    public RequestAccepted {
      proven = Set.copyOf(proven);
    }

    /** The same, noticed at another time. */
    public RequestAccepted at(Instant when) {
      return new RequestAccepted(requestId, proven, ground, dueOn, scope, when);
    }
  }

  /** The request was refused or withdrawn, or closed without being carried out. */
  record RequestEnded(Instant at) implements ErasureEvent {}

  /** The request shall end, if it still can. */
  record EndingAsked(EndCause cause, Instant at) implements ErasureEvent {}

  /** The data protection officer holds records. */
  record HoldPlaced(UUID requestId, Hold hold, Instant at) implements ErasureEvent {}

  /** The data protection officer holds them no longer. */
  record HoldReleased(UUID holdId, Instant at) implements ErasureEvent {}

  /**
   * A person approves of what is to be erased.
   *
   * @param plan the number of the plan that they saw
   */
  record PlanApproved(UUID decisionId, int plan, Instant at) implements ErasureEvent {}

  /** A person vouches for what became of a participant's records, in its place. */
  record OutcomeDecided(
      UUID decisionId, ParticipantId participant, DecidedOutcome outcome, Instant at)
      implements ErasureEvent {}

  /** The instant has come that was asked for. */
  record WokenUp(Instant at) implements ErasureEvent {}

  /** What is known of stores may be another now. */
  record FactsChanged(Instant at) implements ErasureEvent {}

  /** A task could not be written to the participant's topic. */
  record TaskUndeliverable(ParticipantId participant, int step, WaitReason reason, Instant at)
      implements ErasureEvent {}

  /** What the verifier answers at the gate. */
  sealed interface GateAnswer extends ErasureEvent {
    /** Which question is answered. */
    int ask();
  }

  /**
   * Nobody holds the person, by whatever they are known: from now on a hold is too late.
   *
   * @param pseudonyms by what each participant alone knows the person
   * @param subjects how the directives of each participant name the person
   */
  record GatePassed(
      int ask,
      Map<ParticipantId, UUID> pseudonyms,
      Map<ParticipantId, List<String>> subjects,
      Instant at)
      implements GateAnswer {
    public GatePassed {
      pseudonyms = Map.copyOf(pseudonyms);
      subjects = Map.copyOf(subjects);
    }
  }

  /** The person is held. */
  record GateHeld(int ask, List<UUID> holds, Instant at) implements GateAnswer {
    public GateHeld {
      holds = List.copyOf(holds);
    }
  }

  /** Accesses of the same person are finished first; it is answered again when they are. */
  record GateBusy(int ask, List<UUID> accesses, Instant at) implements GateAnswer {
    public GateBusy {
      accesses = List.copyOf(accesses);
    }
  }

  /** A store was restored from a backup, and is told by what the person was erased once more. */
  record ReplayGranted(UUID restorationId, ParticipantId participant, Instant at)
      implements ErasureEvent {}

  /** A store was restored from a backup, and nobody knows by what the person was erased. */
  record ReplayRefused(UUID restorationId, ParticipantId participant, Instant at)
      implements ErasureEvent {}

  /** The ledger could not be written. */
  record EntryUndeliverable(Instant at) implements ErasureEvent {}

  /** A directive could not be written. */
  record DirectiveUndeliverable(Instant at) implements ErasureEvent {}

  /** A report could not be written. */
  record ReportUndeliverable(Report report, Instant at) implements ErasureEvent {}

  /**
   * What a participant says by itself that it keeps for the request (L20).
   *
   * @param asOf when its report began, by its own clock
   */
  record RetentionReported(
      UUID requestId, ParticipantId participant, Instant asOf, List<Retention> retained, Instant at)
      implements ErasureEvent {
    public RetentionReported {
      retained = List.copyOf(retained);
    }
  }

  /** What a participant answers to the task of one step. */
  sealed interface Reply extends ErasureEvent {
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
   * @param treated how its collections are treated at an erasure, where it says so
   */
  record HoldingsLocated(
      ParticipantId participant,
      int step,
      List<Holding> holdings,
      Set<IdentifierType> yielded,
      boolean ambiguous,
      List<Treated> treated,
      Instant at)
      implements Reply {
    public HoldingsLocated {
      treated = List.copyOf(treated);
      holdings = List.copyOf(holdings);
      yielded = Set.copyOf(yielded);
    }

    @Override
    public Action answers() {
      return Action.LOCATE;
    }
  }

  /** What was located is hidden. */
  record RecordsRestricted(ParticipantId participant, int step, Instant at) implements Reply {
    @Override
    public Action answers() {
      return Action.RESTRICT;
    }
  }

  /** What was hidden is as it was before. */
  record RestrictionLifted(ParticipantId participant, int step, Instant at) implements Reply {
    @Override
    public Action answers() {
      return Action.LIFT;
    }
  }

  /**
   * What is gone, and what is kept and why.
   *
   * @param saidAt when it said so, by its own clock
   */
  record RecordsErased(
      ParticipantId participant,
      int step,
      List<CollectionErasure> outcomes,
      List<Retention> retained,
      Instant saidAt,
      Instant at)
      implements Reply {
    public RecordsErased {
      outcomes = List.copyOf(outcomes);
      retained = List.copyOf(retained);
    }

    @Override
    public Action answers() {
      return Action.ERASE;
    }
  }

  /**
   * What was kept too long is gone; what is still kept.
   *
   * @param saidAt when it said so, by its own clock
   */
  record ExpiredErased(
      ParticipantId participant,
      int step,
      List<CollectionErasure> outcomes,
      List<Retention> retained,
      Instant saidAt,
      Instant at)
      implements Reply {
    public ExpiredErased {
      outcomes = List.copyOf(outcomes);
      retained = List.copyOf(retained);
    }

    @Override
    public Action answers() {
      return Action.EXPIRE;
    }
  }

  /** The independent probe found nothing but what is lawfully retained. */
  record ErasureVerified(ParticipantId participant, int step, Instant at) implements Reply {
    @Override
    public Action answers() {
      return Action.VERIFY;
    }
  }

  /** The independent probe found records that should be gone. */
  record ResidueFound(ParticipantId participant, int step, Instant at) implements Reply {
    @Override
    public Action answers() {
      return Action.VERIFY;
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
