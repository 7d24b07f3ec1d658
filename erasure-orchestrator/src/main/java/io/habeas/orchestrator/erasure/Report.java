package io.habeas.orchestrator.erasure;

import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the register, the view and dashboards are told of an erasure. */
public sealed interface Report {

  /** How it goes: worth showing, not worth repeating. */
  sealed interface Progress extends Report {}

  /** What others act upon: told again until it could be written. */
  sealed interface Outcome extends Report {}

  /** These participants are being asked. */
  record PhaseStarted(ErasurePhase phase, List<ParticipantId> participants) implements Progress {
    public PhaseStarted {
      participants = List.copyOf(participants);
    }
  }

  /**
   * A participant's outcome for the phase is in.
   *
   * @param without what it cannot do at all, so that the request goes on without it; null if it did
   *     what was asked
   */
  record ParticipantDone(ParticipantId participant, ErasurePhase phase, @Nullable Action without)
      implements Progress {}

  /**
   * An outcome is owed by this participant and this is why it is not there, or the request stays
   * open for it although it has done its part.
   *
   * @param askedAgainAt null where nothing is to be asked: it is waited for to be relied on again
   */
  record ParticipantWaiting(
      ParticipantId participant,
      ErasurePhase phase,
      WaitReason reason,
      Instant since,
      @Nullable Instant askedAgainAt)
      implements Progress {}

  /**
   * What is to be erased, before anything is hidden; nobody needs to approve it.
   *
   * @param plan its number, from 1
   * @param holds those that are in force on single stores
   */
  record Planned(int plan, List<Store> stores, List<Hold> holds) implements Progress {
    public Planned {
      holds = List.copyOf(holds);
      stores = List.copyOf(stores);
    }
  }

  /**
   * The same, but a person must approve it.
   *
   * @param plan its number, from 1
   * @param holds those that are in force on single stores
   */
  record ApprovalAwaited(int plan, List<Store> stores, List<Hold> holds) implements Outcome {
    public ApprovalAwaited {
      holds = List.copyOf(holds);
      stores = List.copyOf(stores);
    }
  }

  /** The plan is approved, and is carried out if what it is about is still there. */
  record ApprovalTaken(UUID decisionId) implements Progress {}

  /** There is no such plan, or another one by now. */
  record ApprovalNotTaken(UUID decisionId) implements Progress {}

  /** Nothing is erased before this instant. */
  record CoolingOff(Instant until) implements Progress {}

  /**
   * May the person be erased?
   *
   * @param ask which question it is; the same one may be asked again
   */
  record GateAsked(int ask, boolean behindAccesses) implements Progress {}

  /** It waits at the gate for accesses of the same person. */
  record WaitingForAccess(List<UUID> accesses) implements Progress {
    public WaitingForAccess {
      accesses = List.copyOf(accesses);
    }
  }

  /** The request ends as was asked: nothing was or will be erased. */
  record EndingAccepted(EndCause cause) implements Progress {}

  /** It is too late for that: there is only forward. */
  record EndingTooLate(EndCause cause) implements Progress {}

  /** Nothing that the hold is about will be erased before it is released. */
  record HoldEffective(UUID holdId) implements Progress {}

  /** What the hold is about was asked to be erased before. */
  record HoldTooLate(UUID holdId) implements Progress {}

  /** The hold binds the request no longer. */
  record HoldEnded(UUID holdId) implements Progress {}

  /**
   * Erasure waits for holds.
   *
   * @param participants of these; empty for everybody
   */
  record OnHold(List<Hold> holds, List<ParticipantId> participants) implements Progress {
    public OnHold {
      holds = List.copyOf(holds);
      participants = List.copyOf(participants);
    }
  }

  /** A person's word stands for the participant's. */
  record OutcomeAdopted(UUID decisionId, ParticipantId participant) implements Progress {}

  /** It cannot: the participant owes nothing that a person could answer in its place. */
  record OutcomeNotAdopted(UUID decisionId, ParticipantId participant) implements Progress {}

  /** What was kept for its time is gone; what is still kept is in the stores. */
  record RetentionExpired(List<Store> stores) implements Outcome {
    public RetentionExpired {
      stores = List.copyOf(stores);
    }
  }

  /**
   * What a store says by itself that it keeps compares with what is known to be kept as this says:
   * they are the same again where it has no differences.
   */
  record RetentionCompared(ParticipantId participant, Comparison comparison) implements Outcome {}

  /**
   * A store says that it keeps something for a request with whose erasure it has nothing to do.
   *
   * @param asOf when its report began, by its own clock
   */
  record RetentionUnaccounted(ParticipantId participant, Instant asOf, List<Retention> reported)
      implements Progress {
    public RetentionUnaccounted {
      reported = List.copyOf(reported);
    }
  }

  /** What a restored store brought back is erased there again, and nothing was found left. */
  record StoreReplayed(UUID restorationId, ParticipantId participant) implements Outcome {}

  /** It cannot be erased again: nobody knows by what any more. */
  record StoreNotReplayed(UUID restorationId, ParticipantId participant) implements Outcome {}

  /** A person must decide about these participants, all that are halted for this reason. */
  record ErasureHalted(HaltReason reason, List<ParticipantId> participants) implements Outcome {
    public ErasureHalted {
      participants = List.copyOf(participants);
    }
  }

  /** Every required participant erased and an independent probe found nothing left. */
  record ErasureCompleted(Completion completion, List<Store> stores) implements Outcome {
    public ErasureCompleted {
      stores = List.copyOf(stores);
    }
  }

  /** The request ended before the point of no return; every restriction is lifted. */
  record ErasureAbandoned() implements Outcome {}
}
