package io.habeas.endtoend.killed;

import io.habeas.process.KafkaConnection;
import io.habeas.process.KafkaDefaults;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.GateAsked;
import io.habeas.schemas.avro.GatePassed;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.ParticipantPseudonym;
import io.habeas.schemas.wire.Decoded;
import io.habeas.testkit.platform.TopicClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** Reads what is told of erasures: lets everybody pass the gate, and counts what completes. */
final class Gatekeeper implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final TopicClient topics;
  private final List<String> participants;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Set<UUID> completed = ConcurrentHashMap.newKeySet();
  private final AtomicLong told = new AtomicLong();
  private final CompletableFuture<Void> ended;

  /**
   * @param topics for this one's use alone; closed with it
   */
  Gatekeeper(String bootstrapServers, TopicClient topics, List<String> participants) {
    this.topics = topics;
    this.participants = participants;
    Map<String, Object> settings =
        new HashMap<>(
            KafkaDefaults.consumer(new KafkaConnection(bootstrapServers, Map.of()), "unused"));
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    this.consumer = new KafkaConsumer<>(settings);
    this.ended =
        CompletableFuture.runAsync(
            this::read, task -> Thread.ofPlatform().daemon().name("gatekeeper").start(task));
  }

  /** By what a participant knows the person of a request. */
  static UUID pseudonym(UUID request, String participant) {
    return UUID.nameUUIDFromBytes((request + participant).getBytes(StandardCharsets.UTF_8));
  }

  /** Which requests have completed. */
  Set<UUID> completed() {
    rethrow();
    return Set.copyOf(completed);
  }

  /** How much was told so far. */
  long told() {
    rethrow();
    return told.get();
  }

  private void rethrow() {
    if (ended.isCompletedExceptionally()) {
      ended.join();
    }
  }

  private void read() {
    try (consumer;
        topics) {
      List<TopicPartition> partitions =
          IntStream.range(0, Topics.ERASURE_EVENTS.partitions())
              .mapToObj(number -> new TopicPartition(Topics.ERASURE_EVENTS.name(), number))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (true) {
        consumer.poll(POLL).forEach(this::heard);
      }
    } catch (WakeupException closed) {
      // As was asked.
    }
  }

  private void heard(ConsumerRecord<byte[], byte[]> message) {
    told.incrementAndGet();
    if (!(topics.wire().decode(ErasureEventRecord.class, message.value())
        instanceof Decoded.Known<ErasureEventRecord>(ErasureEventRecord event))) {
      throw new IllegalStateException("Expected an event that can be read but it cannot");
    }
    if (event.getPayload() instanceof ErasureCompleted) {
      completed.add(event.getRequestId());
    }
    if (event.getPayload() instanceof GateAsked asked) {
      UUID request = event.getRequestId();
      topics.send(
          Topics.IDENTITY,
          request.toString(),
          new IdentityRecord(
              request,
              Instant.now(),
              new GatePassed(
                  asked.getAsk(),
                  participants.stream()
                      .map(
                          name ->
                              new ParticipantPseudonym(name, pseudonym(request, name), List.of()))
                      .toList())));
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    ended.join();
  }
}
