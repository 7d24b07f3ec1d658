package io.habeas.process.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.habeas.process.KafkaConnection;
import io.habeas.process.KafkaDefaults;
import io.habeas.process.header.CloudEvents;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.Topic;
import io.habeas.schemas.wire.RegistryUnavailable;
import io.habeas.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Publishes with an idempotent producer of its own. Safe for use by several threads. */
public final class KafkaRecordPublisher implements RecordPublisher, FactPublisher, AutoCloseable {
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private final String source;
  private final Producer<byte[], byte[]> producer;
  private final Wire wire;
  private final Clock clock;

  /**
   * @param source who writes: the service's name
   */
  public KafkaRecordPublisher(String source, KafkaConnection connection, Wire wire, Clock clock) {
    this.source = source;
    this.producer = new KafkaProducer<>(KafkaDefaults.producer(connection));
    this.wire = wire;
    this.clock = clock;
  }

  @Override
  public <R extends SpecificRecord> void publish(Topic<R> topic, @Nullable String key, R value) {
    begin(topic, key, value).await();
  }

  @Override
  public <R extends SpecificRecord> Pending begin(Topic<R> topic, @Nullable String key, R value) {
    return begin(topic.name(), null, key, value);
  }

  @Override
  public <R extends SpecificRecord> void state(Topic<R> topic, String key, R value) {
    List<Pending> everywhere = new ArrayList<>(topic.partitions());
    for (int partition = 0; partition < topic.partitions(); partition++) {
      everywhere.add(begin(topic.name(), partition, key, value));
    }
    everywhere.forEach(Pending::await);
  }

  private Pending begin(
      String name, @Nullable Integer partition, @Nullable String key, SpecificRecord value) {
    try {
      Future<RecordMetadata> written = producer.send(recordOf(name, partition, key, value));
      return () -> await(name, written);
    } catch (RegistryUnavailable | KafkaException e) {
      throw new PublishFailed(name, e);
    }
  }

  private static void await(String topic, Future<RecordMetadata> written) {
    try {
      var _ = written.get();
    } catch (ExecutionException e) {
      throw new PublishFailed(topic, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PublishFailed(topic, e);
    }
  }

  private ProducerRecord<byte[], byte[]> recordOf(
      String topic, @Nullable Integer partition, @Nullable String key, SpecificRecord value) {
    byte[] encoded = wire.encode(topic, value);
    var message =
        new ProducerRecord<byte[], byte[]>(
            topic, partition, key == null ? null : key.getBytes(UTF_8), encoded);
    CloudEvents.describe(
        message.headers(),
        source,
        idOf(topic, key, encoded),
        value,
        clock.instant(),
        TraceParent.current().orElseGet(TraceParent::begin));
    return message;
  }

  // The same content on the same topic has the same id, whoever tries again.
  private static String idOf(String topic, @Nullable String key, byte[] encoded) {
    byte[] place = (topic + " " + key + " ").getBytes(UTF_8);
    return UUID.nameUUIDFromBytes(
            ByteBuffer.allocate(place.length + encoded.length).put(place).put(encoded).array())
        .toString();
  }

  @Override
  public void close() {
    producer.close(LONGEST_CLOSE);
  }
}
