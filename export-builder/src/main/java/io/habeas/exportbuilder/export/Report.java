package io.habeas.exportbuilder.export;

import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.ExportPhase;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.List;

/** What the register, the view, the packager and dashboards are told of an export. */
public sealed interface Report {

  /** How it goes: worth showing, not worth repeating. */
  sealed interface Progress extends Report {}

  /** What others act upon: told again until it could be written. */
  sealed interface Outcome extends Report {}

  /** It has begun, and needs a key. */
  record Begun() implements Outcome {}

  /** These participants are being asked; none while the packager is at work. */
  record PhaseStarted(ExportPhase phase, List<ParticipantId> participants) implements Progress {
    public PhaseStarted {
      participants = List.copyOf(participants);
    }
  }

  /**
   * A participant's outcome for the phase is in.
   *
   * @param records located or exported
   */
  record ParticipantDone(ParticipantId participant, ExportPhase phase, long records)
      implements Progress {}

  /** An outcome is owed by this participant and this is why it is not there. */
  record ParticipantWaiting(
      ParticipantId participant,
      ExportPhase phase,
      WaitReason reason,
      Instant since,
      Instant askedAgainAt)
      implements Progress {}

  /** A person must decide about these participants, all that are halted for this reason. */
  record ExportHalted(HaltReason reason, List<ParticipantId> participants) implements Outcome {
    public ExportHalted {
      participants = List.copyOf(participants);
    }
  }

  /** Everybody has uploaded: this can be packaged. */
  record PartsCollected(List<StoreCopy> stores) implements Outcome {
    public PartsCollected {
      stores = List.copyOf(stores);
    }
  }

  /** The package is ready, or nothing is held. */
  record ExportCompleted(Completion completion, List<StoreCopy> stores) implements Outcome {
    public ExportCompleted {
      stores = List.copyOf(stores);
    }
  }

  /**
   * The request ends before the package was ready. Says no more than {@link ExportAbandoned} that
   * follows, which is told again.
   */
  record EndingAccepted(EndCause cause) implements Progress {}

  /**
   * The package was ready before it was asked to end. Says no more than {@link ExportCompleted}
   * before it, which is told again.
   */
  record EndingTooLate(EndCause cause) implements Progress {}

  /** The request ended before the package was ready. */
  record ExportAbandoned() implements Outcome {}
}
