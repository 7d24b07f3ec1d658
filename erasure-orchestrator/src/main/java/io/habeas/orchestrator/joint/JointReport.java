package io.habeas.orchestrator.joint;

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

/** What the register, the view and dashboards are told of such a request. */
public sealed interface JointReport {

  /** How it goes: worth showing, not worth repeating. */
  sealed interface Progress extends JointReport {}

  /** What others act upon: told again until it could be written. */
  sealed interface Outcome extends JointReport {}

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

  /** An outcome is owed by this participant and this is why it is not there. */
  record ParticipantWaiting(
      ParticipantId participant,
      ErasurePhase phase,
      WaitReason reason,
      Instant since,
      Instant askedAgainAt)
      implements Progress {}

  /** The request ends as was asked. */
  record EndingAccepted(EndCause cause) implements Progress {}

  /** It is too late for that. */
  record EndingTooLate(EndCause cause) implements Progress {}

  /** A person's word stands for the participant's. */
  record OutcomeAdopted(UUID decisionId, ParticipantId participant) implements Progress {}

  /** It cannot: the participant owes nothing that a person could answer in its place. */
  record OutcomeNotAdopted(UUID decisionId, ParticipantId participant) implements Progress {}

  /** A person must decide about these participants, all that are halted for this reason. */
  record Halted(HaltReason reason, List<ParticipantId> participants) implements Outcome {
    public Halted {
      participants = List.copyOf(participants);
    }
  }

  /** The request ended before anything was changed, or everything that was is undone. */
  record Abandoned() implements Outcome {}

  /** Every required participant has corrected what it holds, or cannot (Art. 16). */
  record RectificationCompleted(Completion completion, List<Part> parts) implements Outcome {
    public RectificationCompleted {
      parts = List.copyOf(parts);
    }
  }

  /** Every required participant restricts what it holds, or cannot (Art. 18). */
  record RestrictedThroughout(Completion completion, List<Part> parts) implements Outcome {
    public RestrictedThroughout {
      parts = List.copyOf(parts);
    }
  }

  /** After the person was told: every restriction is lifted. */
  record RestrictionEnded() implements Outcome {}
}
