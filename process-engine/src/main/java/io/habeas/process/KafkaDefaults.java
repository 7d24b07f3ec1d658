package io.habeas.process;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.UsePartitionTimeOnInvalidTimestamp;

/** What every Kafka client of Habeas is set to, in one place. */
public final class KafkaDefaults {
  /**
   * A topic can vanish between the check and the write; the thread that meets it must not stand
   * still for the minute that clients wait by default.
   */
  private static final Duration LONGEST_BLOCK = Duration.ofSeconds(5);

  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(5);
  private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(15);

  /** After a kill a listener's partitions wait this long for another. */
  private static final Duration LISTENER_SESSION = Duration.ofSeconds(10);

  /** How soon a topic that appeared is taken up. */
  private static final Duration METADATA_AGE = Duration.ofSeconds(5);

  /**
   * After a kill that also cost the state directory nobody can end the open transactions, and
   * readers wait this long for the broker to do it.
   */
  private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(20);

  /** A record of a topic's full size with its origin around it still fits. */
  static final int LARGEST_HELD_RECORD = 2 * 1024 * 1024;

  /** Room for what a thread changes between two commits; what does not fit is written before. */
  private static final long STATES_BETWEEN_COMMITS = 32L * 1024 * 1024;

  private static final int RECORDS_PER_POLL = 200;
  private static final int RECORDS_PER_READ = 5_000;

  private KafkaDefaults() {}

  /**
   * A producer that waits for every replica and writes each record once.
   *
   * <p>One request at a time: a broker that is just opening a new partition may refuse a producer's
   * first batch and take its second, whose sequence number it does not question, and then refuses
   * the first for good.
   */
  public static Map<String, Object> producer(KafkaConnection connection) {
    Map<String, Object> settings = client(connection);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.putAll(boundedProducer());
    return settings;
  }

  /** A consumer of committed records that never commits by itself. */
  public static Map<String, Object> consumer(KafkaConnection connection, String group) {
    Map<String, Object> settings = client(connection);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) LISTENER_SESSION.toMillis());
    return settings;
  }

  /** A consumer of committed records that belongs to no group: it is told what to read. */
  public static Map<String, Object> reader(KafkaConnection connection) {
    Map<String, Object> settings = consumer(connection, "");
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_READ);
    return settings;
  }

  /** Kafka Streams, exactly once, taking its own partitions up again soon after a crash. */
  public static Properties streams(
      KafkaConnection connection, String applicationId, ProcessSettings settings) {
    Properties streams = new Properties();
    streams.putAll(client(connection));
    streams.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    streams.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
    streams.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    streams.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    streams.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    streams.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
    streams.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());
    streams.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, STATES_BETWEEN_COMMITS);
    streams.put(
        StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
        UsePartitionTimeOnInvalidTimestamp.class);
    if (settings.instanceId() != null) {
      streams.put(
          StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
          settings.instanceId());
    }
    streams.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        (int) settings.sessionTimeout().toMillis());
    streams.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    boundedProducer()
        .forEach((key, value) -> streams.put(StreamsConfig.producerPrefix(key), value));
    streams.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        (int) LONGEST_TRANSACTION.toMillis());
    return streams;
  }

  /** Settings of the changelog behind a store of held records. */
  static Map<String, String> heldRecordsChangelog() {
    return Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(LARGEST_HELD_RECORD));
  }

  private static Map<String, Object> boundedProducer() {
    return Map.of(
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        LONGEST_BLOCK.toMillis(),
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        (int) LONGEST_REQUEST.toMillis(),
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        (int) LONGEST_DELIVERY.toMillis(),
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        LARGEST_HELD_RECORD,
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4");
  }

  private static Map<String, Object> client(KafkaConnection connection) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, METADATA_AGE.toMillis());
    settings.putAll(connection.clientProperties());
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
    return settings;
  }
}
