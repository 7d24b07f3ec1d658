package io.habeas.notifier.delivery;

import io.habeas.notifier.letter.LetterKind;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.avro.NoticeRecord;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Takes responsibility for letters: its effect is a document that says so, and everything after
 * that happens from the document. So no letter waits for another. Idempotent by the notice's id.
 */
final class NoticeHandler {
  private final Deliveries deliveries;
  private final Consumer<UUID> arrivals;
  private final Clock clock;

  /**
   * @param arrivals is told that a letter may be due; must not block
   */
  NoticeHandler(Deliveries deliveries, Consumer<UUID> arrivals, Clock clock) {
    this.deliveries = deliveries;
    this.arrivals = arrivals;
    this.clock = clock;
  }

  /** Returns when the responsibility is durably recorded. */
  void handle(String topic, Keyed<NoticeRecord> message) throws InvalidMessage {
    NoticeRecord notice = message.value();
    if (!notice.getRequestId().toString().equals(message.key())) {
      throw new InvalidMessage("wrong-key");
    }
    LetterKind kind = LetterKind.of(notice).orElseThrow(() -> new InvalidMessage("no-letter"));
    deliveries.accept(
        notice, kind, TraceParent.current().map(TraceParent::value).orElse(null), clock.instant());
    // Also for a repeat: an outcome may still have to be published.
    arrivals.accept(notice.getNoticeId());
  }
}
