package io.habeas.testkit.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.habeas.process.KafkaConnection;
import io.habeas.process.KafkaDefaults;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.Topic;
import io.habeas.schemas.TopicProvisioner;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.RegistryWire;
import io.habeas.schemas.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Writes to topics and reads them whole, as another service on the same broker would. For tests: a
 * read starts at the beginning each time. Safe for use by one thread.
 */
public final class TopicClient implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final KafkaConnection connection;
  private final RegistryWire wire;
  private final Admin admin;
  private final Producer<byte[], byte[]> producer;

  /**
   * @param bootstrapServers the broker, {@code host:port}
   * @param registryUrl the registry's own API
   */
  public TopicClient(String bootstrapServers, String registryUrl) {
    this.connection = new KafkaConnection(bootstrapServers, Map.of());
    this.wire = new RegistryWire(registryUrl, Map.of());
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    this.producer = new KafkaProducer<>(patient(KafkaDefaults.producer(connection)));
  }

  /** Creates topics as the catalogue has them; those that exist stay. */
  public void create(List<? extends Topic<?>> topics) {
    new TopicProvisioner(admin, (short) -1).ensure(List.copyOf(topics));
  }

  /** Removes a topic with all that is in it. */
  public void delete(String topic) {
    await(topic, admin.deleteTopics(List.of(topic)).all());
  }

  /** Whether the broker has a topic; one that was removed is there for a moment longer. */
  public boolean exists(String topic) {
    return await(topic, admin.listTopics().names()).contains(topic);
  }

  /** Writes a record to the partition of its key; acknowledged on return. */
  public <R extends SpecificRecord> void send(Topic<R> topic, String key, R value) {
    send(topic.name(), null, key.getBytes(UTF_8), wire.encode(topic.name(), value));
  }

  /** Writes many records to the partitions of their keys; all acknowledged on return. */
  public <R extends SpecificRecord> void sendAll(Topic<R> topic, Map<String, R> values) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          byte[] encoded = wire.encode(topic.name(), value);
          sent.add(producer.send(new ProducerRecord<>(topic.name(), key.getBytes(UTF_8), encoded)));
        });
    sent.forEach(acknowledgement -> await(topic.name(), acknowledgement));
  }

  /**
   * Writes bytes as they are; acknowledged on return.
   *
   * @param partition null for the one of the key
   */
  public void send(
      String topic, @Nullable Integer partition, byte @Nullable [] key, byte @Nullable [] value) {
    await(topic, producer.send(new ProducerRecord<>(topic, partition, key, value)));
  }

  /**
   * Everything on a topic that is committed, in the order of each partition.
   *
   * @throws IllegalStateException if a record cannot be read
   */
  public <R extends SpecificRecord> List<Keyed<R>> read(Topic<R> topic) {
    return records(topic.name()).stream().map(message -> decoded(topic, message)).toList();
  }

  /** The same, of one request only. */
  public <R extends SpecificRecord> List<R> read(Topic<R> topic, UUID requestId) {
    return read(topic).stream()
        .filter(message -> message.key().equals(requestId.toString()))
        .map(Keyed::value)
        .toList();
  }

  /** Everything on a topic that is committed, undecoded. */
  public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    try (var consumer = consumer("read_committed")) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(POLL).forEach(records::add);
      }
      return records;
    }
  }

  /** Whether a transaction has written to a topic and neither committed nor aborted yet. */
  public boolean hasOpenTransaction(String topic) {
    try (var everything = consumer("read_uncommitted");
        var committed = consumer("read_committed")) {
      List<TopicPartition> partitions = partitions(everything, topic);
      Map<TopicPartition, Long> stable = committed.endOffsets(partitions);
      return everything.endOffsets(partitions).entrySet().stream()
          .anyMatch(end -> end.getValue() > stable.getOrDefault(end.getKey(), 0L));
    }
  }

  /** The wire format that it writes and reads. */
  public Wire wire() {
    return wire;
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
    wire.close();
  }

  /** A test waits for a broker that is busy; only what is tested gives up early. */
  private static Map<String, Object> patient(Map<String, Object> producer) {
    Map<String, Object> settings = new HashMap<>(producer);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    settings.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.multipliedBy(2).toMillis());
    return settings;
  }

  private static <T> T await(String topic, Future<T> acknowledgement) {
    try {
      return acknowledgement.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected to change " + topic + " but was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Expected to change " + topic + " but could not", e);
    }
  }

  private <R extends SpecificRecord> Keyed<R> decoded(
      Topic<R> topic, ConsumerRecord<byte[], byte[]> message) {
    return switch (wire.decode(topic.type(), message.value())) {
      case Decoded.Known<R>(R value) ->
          new Keyed<>(message.key() == null ? "" : new String(message.key(), UTF_8), value);
      case Decoded.Undecodable<R>(String error) ->
          throw new IllegalStateException("Expected a readable record but it is not: " + error);
      case Decoded.UnknownType<R>(String type) ->
          throw new IllegalStateException("Expected a known type but it is " + type);
    };
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    Map<String, Object> settings = new HashMap<>(KafkaDefaults.consumer(connection, "unused"));
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    return new KafkaConsumer<>(settings);
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }
}
