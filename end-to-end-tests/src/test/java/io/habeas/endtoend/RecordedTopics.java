package io.habeas.endtoend;

import io.habeas.schemas.Topic;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.RegistryWire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What was said on the topics, as a reader of committed records finds it. */
final class RecordedTopics implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaConsumer<String, byte[]> consumer;
  private final RegistryWire wire;

  RecordedTopics(HabeasProcess habeas) {
    String bootstrap = habeas.awaitLine("^  Kafka .* (127\\.0\\.0\\.1:\\d+)$");
    String registry = habeas.awaitLine("^  schema registry .* (http://\\S+)$");
    this.wire = new RegistryWire(registry + "/apis/registry/v3", Map.of());
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
  }

  /** Everything about one request on a topic, in order. */
  <T extends SpecificRecord> List<T> of(UUID requestId, Topic<T> topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name(), PATIENCE).stream()
            .map(partition -> new TopicPartition(topic.name(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    List<T> records = new ArrayList<>();
    while (partitions.stream()
        .anyMatch(p -> consumer.position(p, PATIENCE) < ends.getOrDefault(p, 0L))) {
      for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(200))) {
        if (requestId.toString().equals(message.key())) {
          records.add(decoded(topic, message));
        }
      }
    }
    return records;
  }

  private <T extends SpecificRecord> T decoded(
      Topic<T> topic, ConsumerRecord<String, byte[]> message) {
    return switch (wire.decode(topic.type(), message.value())) {
      case Decoded.Known<T>(T value) -> value;
      case Decoded.Undecodable<T>(String error) ->
          throw new AssertionError("Expected a readable record but it is not: " + error);
      case Decoded.UnknownType<T>(String type) ->
          throw new AssertionError("Expected a known type but it is " + type);
    };
  }

  @Override
  public void close() {
    consumer.close();
    wire.close();
  }
}
