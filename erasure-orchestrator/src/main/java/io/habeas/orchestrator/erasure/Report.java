package io.habeas.orchestrator.erasure;

import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.List;
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

  /** An outcome is owed by this participant and this is why it is not there. */
  record ParticipantWaiting(
      ParticipantId participant,
      ErasurePhase phase,
      WaitReason reason,
      Instant since,
      Instant askedAgainAt)
      implements Progress {}

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
