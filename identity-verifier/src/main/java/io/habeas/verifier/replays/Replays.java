package io.habeas.verifier.replays;

import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.ReplayGranted;
import io.habeas.schemas.avro.ReplayRefused;
import io.habeas.schemas.avro.StoreReplayed;
import io.habeas.schemas.avro.StoreRestored;
import io.habeas.verifier.Documents;
import io.habeas.verifier.vault.SealedEntries;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Opens a sealed entry to a store that was restored from a backup, for as long as it erases again,
 * and to nobody else. Granted first, then announced, then acknowledged: who dies in between does it
 * again. Blocks. Idempotent.
 */
public final class Replays {
  private final SealedEntries sealed;
  private final RecordPublisher publisher;
  private final Duration patience;

  public Replays(SealedEntries sealed, RecordPublisher publisher, Duration patience) {
    this.sealed = sealed;
    this.publisher = publisher;
    this.patience = patience;
  }

  /** The controller says that a store was restored. */
  public void restored(UUID requestId, StoreRestored restored, Instant at) {
    String participant = restored.getParticipant();
    UUID restoration = restored.getRestorationId();
    boolean granted =
        Documents.await(
            sealed.grant(requestId.toString(), restoration.toString(), participant), patience);
    publisher.publish(
        Topics.IDENTITY,
        requestId.toString(),
        new IdentityRecord(
            requestId,
            at,
            granted
                ? new ReplayGranted(restoration, participant)
                : new ReplayRefused(restoration, participant)));
  }

  /** The store has erased again, and that was verified. */
  public void replayed(UUID requestId, StoreReplayed replayed) {
    Documents.done(
        sealed.revoke(
            requestId.toString(),
            replayed.getRestorationId().toString(),
            replayed.getParticipant()),
        patience);
  }
}
