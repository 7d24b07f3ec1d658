package io.habeas.benchmarks.saga;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.habeas.process.KafkaConnection;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.Wire;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * What became of every request, by the committed record of the whole run and not by what was seen
 * during it.
 *
 * @param once how many were erased in full, in every participant, and said so once
 * @param never how many never completed
 * @param several how many completed more than once
 * @param otherwise how many completed without having been written, or otherwise than in full
 */
record Outcomes(int once, int never, int several, int otherwise) {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final byte[] COMPLETED =
      ErasureCompleted.getClassSchema().getFullName().getBytes(UTF_8);

  /** Whether every request completed exactly once and in full. */
  boolean asExpected() {
    return never == 0 && several == 0 && otherwise == 0;
  }

  /** Whether an event is a completion, by its header alone. */
  static boolean isCompletion(ConsumerRecord<byte[], byte[]> event) {
    Header type = event.headers().lastHeader("ce_type");
    return type != null && java.util.Arrays.equals(type.value(), COMPLETED);
  }

  /** Reads all events that there are. */
  static Outcomes read(
      KafkaConnection connection, Wire wire, List<UUID> requests, int participants) {
    Map<UUID, Integer> completions = new HashMap<>();
    requests.forEach(request -> completions.put(request, 0));
    int otherwise = 0;
    try (var consumer =
        new KafkaConsumer<byte[], byte[]>(Clients.consumer(connection, "outcomes"))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.ERASURE_EVENTS.name()).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<byte[], byte[]> event : consumer.poll(POLL)) {
          if (isCompletion(event)) {
            UUID request = UUID.fromString(new String(event.key(), UTF_8));
            boolean known = completions.computeIfPresent(request, (r, n) -> n + 1) != null;
            if (!known || !inFull(wire, event.value(), participants)) {
              otherwise++;
            }
          }
        }
      }
    }
    return new Outcomes(
        (int) completions.values().stream().filter(n -> n == 1).count(),
        (int) completions.values().stream().filter(n -> n == 0).count(),
        (int) completions.values().stream().filter(n -> n > 1).count(),
        otherwise);
  }

  private static boolean inFull(Wire wire, byte[] event, int participants) {
    return wire.decode(ErasureEventRecord.class, event)
            instanceof Decoded.Known<ErasureEventRecord>(ErasureEventRecord known)
        && known.getPayload() instanceof ErasureCompleted completed
        && completed.getCompletion() == Completion.ERASED_IN_FULL
        && completed.getStores().size() == participants;
  }
}
