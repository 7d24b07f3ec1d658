package io.habeas.orchestrator.canary;

import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.Action;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is asked of others for a canary. */
public sealed interface CanaryCommand {

  /** Which canary. */
  UUID canaryId();

  /** Its store. */
  ParticipantId participant();

  /** When it was decided. */
  Instant at();

  /**
   * Asks its store. The same step twice is one task.
   *
   * @param action SEED, LOCATE, RESTRICT, ERASE, VERIFY or EXPIRE
   * @param asOf for EXPIRE: until when what is kept goes; else null
   */
  record Ask(
      UUID canaryId,
      ParticipantId participant,
      int step,
      Action action,
      @Nullable Instant asOf,
      Instant at)
      implements CanaryCommand {}

  /**
   * Tells the roster what the canary says of its store.
   *
   * @param over nothing of it is left there, as far as can be known
   */
  record Tell(
      UUID canaryId, ParticipantId participant, CanaryOutcome outcome, boolean over, Instant at)
      implements CanaryCommand {}

  /** Tells the vault that its identifiers are of no more use. */
  record Forget(UUID canaryId, ParticipantId participant, Instant at) implements CanaryCommand {}
}
