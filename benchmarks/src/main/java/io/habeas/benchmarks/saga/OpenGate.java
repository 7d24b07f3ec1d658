package io.habeas.benchmarks.saga;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.habeas.process.KafkaConnection;
import io.habeas.process.header.CloudEvents;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.GateAsked;
import io.habeas.schemas.avro.GatePassed;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.ParticipantPseudonym;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.Wire;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The verifier as far as it keeps the gate, without a vault: it lets everybody pass at once. What
 * looking for holds would cost is not measured.
 */
final class OpenGate implements AutoCloseable {
  private static final byte[] ASKED = GateAsked.getClassSchema().getFullName().getBytes(UTF_8);

  private final Wire wire;
  private final List<String> participants;
  private final TopicWriter answers;
  private final TopicReader questions;

  private OpenGate(List<String> participants, KafkaConnection connection, Wire wire) {
    this.wire = wire;
    this.participants = participants;
    this.answers = new TopicWriter(connection);
    this.questions =
        TopicReader.start(
            Clients.consumer(connection, "gate"), Topics.ERASURE_EVENTS.name(), this::answer);
  }

  /** Starts to answer; the topics of erasure events and of identity must be there. */
  static OpenGate start(List<String> participants, KafkaConnection connection, Wire wire) {
    return new OpenGate(participants, connection, wire);
  }

  private void answer(ConsumerRecord<byte[], byte[]> message) {
    Header type = message.headers().lastHeader("ce_type");
    if (type == null || !Arrays.equals(type.value(), ASKED)) {
      return;
    }
    if (!(wire.decode(ErasureEventRecord.class, message.value())
            instanceof Decoded.Known<ErasureEventRecord>(ErasureEventRecord event)
        && event.getPayload() instanceof GateAsked asked)) {
      throw new IllegalStateException("Expected a question at the gate but met something else");
    }
    Instant now = Instant.now();
    IdentityRecord answer =
        new IdentityRecord(
            event.getRequestId(),
            now,
            new GatePassed(
                asked.getAsk(),
                participants.stream()
                    .map(name -> new ParticipantPseudonym(name, UUID.randomUUID(), List.of()))
                    .toList()));
    String topic = Topics.IDENTITY.name();
    String request = event.getRequestId().toString();
    var record = new ProducerRecord<>(topic, request.getBytes(UTF_8), wire.encode(topic, answer));
    CloudEvents.describe(
        record.headers(),
        Topics.IDENTITY_VERIFIER,
        request + "#" + asked.getAsk(),
        answer,
        now,
        TraceParent.in(message.headers()).orElseGet(TraceParent::begin));
    answers.write(record);
  }

  @Override
  public void close() {
    try {
      questions.close();
    } finally {
      answers.close();
    }
  }
}
