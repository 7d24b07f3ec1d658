package io.habeas.verifier.letters;

import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.NoticeNotSent;
import io.habeas.schemas.avro.NoticeOutcomeRecord;
import io.habeas.schemas.avro.NoticeSent;
import io.habeas.verifier.vault.SecretCodes;
import java.time.Duration;

/**
 * Forgets a code as soon as its letter has left, or never will: only its keyed hash is needed from
 * then on. Blocks until forgotten. Idempotent.
 */
public final class NoticeOutcomeHandler {
  private final SecretCodes codes;
  private final Duration patience;

  public NoticeOutcomeHandler(SecretCodes codes, Duration patience) {
    this.codes = codes;
    this.patience = patience;
  }

  /** Takes note of what became of a letter, whoever wanted it sent. */
  public void handle(String topic, Keyed<NoticeOutcomeRecord> message) {
    NoticeOutcomeRecord outcome = message.value();
    if (outcome.getPayload() instanceof NoticeSent
        || outcome.getPayload() instanceof NoticeNotSent) {
      codes.shred(outcome.getNoticeId().toString()).block(patience);
    }
  }
}
