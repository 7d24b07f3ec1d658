package io.habeas.notifier.delivery;

import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.notifier.address.Vault;
import io.habeas.notifier.letter.LetterForm;
import io.habeas.notifier.letter.LetterWriter;
import io.habeas.notifier.mail.Post;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.NoticeRecord;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;

/** The delivery of letters, put together: notices in, letters and outcomes out. */
public final class LetterDelivery implements AutoCloseable {
  private final NoticeHandler handler;
  private final Rounds rounds;

  /**
   * What delivery needs from outside.
   *
   * @param vault says where letters go
   * @param writer writes them
   * @param post sends them
   * @param outcomes hears what became of them
   */
  public record Surroundings(
      MongoDatabase database,
      Vault vault,
      LetterWriter writer,
      Post post,
      Outcomes outcomes,
      Clock clock,
      MeterRegistry meters) {}

  /**
   * How delivery works.
   *
   * @param instance a name that this instance keeps over restarts and shares with no other; any new
   *     one where there is none
   * @param messageIdDomain the right-hand side of every Message-ID
   * @param plan when failed attempts are repeated
   * @param lease how long one attempt may take before others may try
   * @param couriers how many letters are sent at the same time, fresh ones and backlog each
   * @param batch how many due letters one round takes up
   * @param every the pause between rounds
   * @param retention how long a finished letter's document is kept
   * @param patience how long to wait for the database
   */
  public record Rules(
      String instance,
      String messageIdDomain,
      RetryPlan plan,
      Duration lease,
      int couriers,
      int batch,
      Duration every,
      Duration retention,
      Duration patience) {}

  public LetterDelivery(Surroundings around, Rules rules) {
    Deliveries deliveries = new Deliveries(around.database(), rules.instance(), rules.patience());
    Courier courier =
        new Courier(
            deliveries,
            around.vault(),
            around.writer(),
            new LetterForm(),
            around.post(),
            around.outcomes(),
            rules.plan(),
            new Courier.Terms(rules.messageIdDomain(), rules.lease()),
            around.clock(),
            around.meters());
    this.rounds =
        new Rounds(
            deliveries,
            courier,
            new Rounds.Pace(rules.couriers(), rules.batch(), rules.every(), rules.retention()),
            around.clock());
    this.handler = new NoticeHandler(deliveries, rounds::arrived, around.clock());
  }

  /**
   * Takes responsibility for one letter; it leaves by itself from then on. Idempotent by the
   * notice's id. Returns when the responsibility is durably recorded.
   *
   * @param topic the topic of the notice
   * @throws InvalidMessage if the notice cannot be true
   */
  public void handle(String topic, Keyed<NoticeRecord> message) throws InvalidMessage {
    handler.handle(topic, message);
  }

  /** Begins to work through due letters. Never blocks. */
  public void start() {
    rounds.start();
  }

  /** Carries what is due now; returns when that is done. For those who cannot wait for a round. */
  void round() {
    rounds.round();
  }

  /** Ends what is under way, within seconds; what cannot end is done again later. */
  @Override
  public void close() {
    rounds.close();
  }
}
