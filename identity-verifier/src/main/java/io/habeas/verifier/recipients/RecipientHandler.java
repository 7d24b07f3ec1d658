package io.habeas.verifier.recipients;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.RecipientDecisionNotTaken;
import io.habeas.schemas.avro.RecipientExcused;
import io.habeas.schemas.avro.RecipientNotTold;
import io.habeas.schemas.avro.RecipientRecord;
import io.habeas.schemas.avro.RecipientTold;
import java.time.Duration;
import java.util.UUID;

/**
 * Forgets what a recipient is told of a person as soon as it is told, or need not be. Blocks until
 * forgotten. Idempotent.
 */
public final class RecipientHandler {
  private final RecipientNotices notices;
  private final Duration patience;

  public RecipientHandler(RecipientNotices notices, Duration patience) {
    this.notices = notices;
    this.patience = patience;
  }

  /**
   * @throws InvalidMessage if it is about something else than its key
   */
  public void handle(String topic, Keyed<RecipientRecord> message) throws InvalidMessage {
    RecipientRecord record = message.value();
    message.requireKey(record.getRequestId().toString());
    switch (record.getPayload()) {
      case RecipientTold told -> settle(record, told.getNoticeId(), told.getRecipient());
      case RecipientExcused excused ->
          settle(record, excused.getNoticeId(), excused.getRecipient());
      // Whoever tells it otherwise needs to know of whom.
      case RecipientNotTold notTold -> {}
      case RecipientDecisionNotTaken notTaken -> {}
      case null, default -> throw new InvalidMessage("unexpected-payload");
    }
  }

  private void settle(RecipientRecord record, UUID noticeId, String recipient) {
    notices
        .settle(
            record.getRequestId().toString(),
            noticeId.toString(),
            recipient,
            record.getRecordedAt())
        .block(patience);
  }
}
