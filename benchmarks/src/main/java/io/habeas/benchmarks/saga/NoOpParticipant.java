package io.habeas.benchmarks.saga;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.habeas.process.KafkaConnection;
import io.habeas.process.header.CloudEvents;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.DeclarationRecord;
import io.habeas.schemas.avro.EraseRecords;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.ErasureVerified;
import io.habeas.schemas.avro.HoldingsLocated;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.ParticipantDeclared;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RecordsErased;
import io.habeas.schemas.avro.RecordsRestricted;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.schemas.avro.VerifyErasure;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.Wire;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A participant without a store: it answers every task at once as if one record had been found,
 * hidden and erased. What a store would cost is not measured.
 */
final class NoOpParticipant implements AutoCloseable {
  private static final String COLLECTION = "records";
  private static final int HEARTBEAT_SECONDS = 86_400;
  private static final List<CollectionCount> ONE = List.of(new CollectionCount(COLLECTION, 1L));

  private final String name;
  private final String topic;
  private final Wire wire;
  private final TopicWriter replies;
  private final TopicReader tasks;

  private NoOpParticipant(String name, KafkaConnection connection, Wire wire) {
    this.name = name;
    this.topic = Topics.replies(name).name();
    this.wire = wire;
    this.replies = new TopicWriter(connection);
    this.tasks =
        TopicReader.start(
            Clients.consumer(connection, name), Topics.erasureTasks(name).name(), this::answer);
  }

  /** Starts to answer; the topics of tasks, of replies and of declarations must be there. */
  static NoOpParticipant start(String name, KafkaConnection connection, Wire wire) {
    NoOpParticipant started = new NoOpParticipant(name, connection, wire);
    started.declare();
    return started;
  }

  /** Once: it promises no other sign of life for longer than anything is measured. */
  private void declare() {
    String declarations = Topics.declarations(name).name();
    Instant now = Instant.now();
    DeclarationRecord declaration =
        new DeclarationRecord(
            name,
            now,
            new ParticipantDeclared(
                List.of("email"),
                List.of(),
                List.of(Action.LOCATE, Action.RESTRICT, Action.LIFT, Action.ERASE, Action.VERIFY),
                List.of(COLLECTION),
                null,
                HEARTBEAT_SECONDS,
                null));
    var record =
        new ProducerRecord<>(
            declarations, name.getBytes(UTF_8), wire.encode(declarations, declaration));
    CloudEvents.describe(
        record.headers(), name, name + "-declared", declaration, now, TraceParent.begin());
    replies.write(record);
    replies.flush();
  }

  private void answer(ConsumerRecord<byte[], byte[]> message) {
    if (!(wire.decode(ErasureTask.class, message.value())
        instanceof Decoded.Known<ErasureTask>(ErasureTask task))) {
      throw new IllegalStateException("Expected a task but met something else");
    }
    Instant now = Instant.now();
    ParticipantReply reply =
        new ParticipantReply(task.getRequestId(), now, name, task.getStep(), outcome(task));
    String request = task.getRequestId().toString();
    var record = new ProducerRecord<>(topic, request.getBytes(UTF_8), wire.encode(topic, reply));
    CloudEvents.describe(
        record.headers(),
        name,
        request + "#" + task.getStep(),
        reply,
        now,
        TraceParent.in(message.headers()).orElseGet(TraceParent::begin));
    replies.write(record);
  }

  private static SpecificRecord outcome(ErasureTask task) {
    return switch (task.getPayload()) {
      case LocateHoldings locate -> new HoldingsLocated(ONE, List.of(), false, List.of());
      case RestrictRecords restrict -> new RecordsRestricted(ONE);
      case EraseRecords erase ->
          new RecordsErased(List.of(new CollectionOutcome(COLLECTION, 1L, 0L, 0L)), List.of());
      case VerifyErasure verify -> new ErasureVerified();
      default ->
          throw new IllegalStateException(
              "Expected a task of an erasure that goes through but met "
                  + task.getPayload().getClass().getSimpleName());
    };
  }

  @Override
  public void close() {
    try {
      tasks.close();
    } finally {
      replies.close();
    }
  }
}
