package io.habeas.orchestrator.canary;

import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can happen to a canary. */
public sealed interface CanaryEvent {

  /** When the orchestrator noticed, by its own clock: another's clock never moves a deadline. */
  Instant at();

  /** The roster wants the path to a store proven. */
  record Begun(UUID canaryId, ParticipantId participant, Instant at) implements CanaryEvent {}

  /** The instant has come that was asked for. */
  record WokenUp(Instant at) implements CanaryEvent {}

  /** What is known of stores may be another now. */
  record FactsChanged(Instant at) implements CanaryEvent {}

  /** A task could not be written to the participant's topic. */
  record TaskUndeliverable(ParticipantId participant, int step, WaitReason reason, Instant at)
      implements CanaryEvent {}

  /** What became of the canary could not be told. */
  record Untold(Instant at) implements CanaryEvent {}

  /** What the store answers to the task of one step. */
  sealed interface Reply extends CanaryEvent {
    /** Who answers, proven by the topic on which it did. */
    ParticipantId participant();

    /** Which task is answered. */
    int step();

    /** What kind of task this can be an answer to; null if to any. */
    @Nullable Action answers();
  }

  /**
   * Somebody is made up.
   *
   * @param seeded empty if none of the identifiers is one that could be held there
   */
  record SubjectSeeded(ParticipantId participant, int step, List<Holding> seeded, Instant at)
      implements Reply {
    public SubjectSeeded {
      seeded = List.copyOf(seeded);
    }

    @Override
    public Action answers() {
      return Action.SEED;
    }
  }

  /**
   * What is held under the canary's identifiers, counted.
   *
   * @param ambiguous more than one person
   */
  record HoldingsLocated(
      ParticipantId participant, int step, List<Holding> holdings, boolean ambiguous, Instant at)
      implements Reply {
    public HoldingsLocated {
      holdings = List.copyOf(holdings);
    }

    @Override
    public Action answers() {
      return Action.LOCATE;
    }
  }

  /** What was made up is hidden. */
  record RecordsRestricted(ParticipantId participant, int step, Instant at) implements Reply {
    @Override
    public Action answers() {
      return Action.RESTRICT;
    }
  }

  /**
   * What was made up is erased.
   *
   * @param keptUntil until when the last of it is kept under a duty all the same; null if none is
   */
  record RecordsErased(ParticipantId participant, int step, @Nullable Instant keptUntil, Instant at)
      implements Reply {
    @Override
    public Action answers() {
      return Action.ERASE;
    }
  }

  /** The independent probe found nothing but what is kept under a duty. */
  record ErasureVerified(ParticipantId participant, int step, Instant at) implements Reply {
    @Override
    public Action answers() {
      return Action.VERIFY;
    }
  }

  /** The independent probe found what should be gone. */
  record ResidueFound(ParticipantId participant, int step, Instant at) implements Reply {
    @Override
    public Action answers() {
      return Action.VERIFY;
    }
  }

  /**
   * What was kept is gone.
   *
   * @param keptUntil until when some of it is kept nevertheless; null if none is
   */
  record ExpiredErased(ParticipantId participant, int step, @Nullable Instant keptUntil, Instant at)
      implements Reply {
    @Override
    public Action answers() {
      return Action.EXPIRE;
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
