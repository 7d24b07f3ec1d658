package io.habeas.process.listener;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.habeas.process.KafkaConnection;
import io.habeas.process.KafkaDefaults;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.TopicDirectory;
import io.habeas.schemas.wire.Wire;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Runs one {@link OrderedListener}.
 *
 * <p>Messages of a partition are handled one after another and offsets are committed behind them. A
 * message that fails stays the first of its partition, which pauses while others go on.
 */
public final class ListenerRunner implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ListenerRunner.class);

  /** Offsets are committed this often at least, and the broker hears of us. */
  private static final Duration LONGEST_BATCH = Duration.ofSeconds(20);

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);
  private static final long RETRY_MILLIS = 1_000;

  private final String group;
  private final ListenerSettings settings;
  private final MessageWork<?> work;
  private final Partitions partitions = new Partitions();
  private final ConcurrentMessageListenerContainer<byte[], byte[]> container;
  private final ScheduledExecutorService pauses;

  /**
   * @param topics tells whether dead letters can be written
   * @param publisher writes them; stays the caller's to close, like {@code topics}
   */
  public <R extends SpecificRecord> ListenerRunner(
      OrderedListener<R> listener,
      KafkaConnection connection,
      Wire wire,
      TopicDirectory topics,
      RecordPublisher publisher,
      Clock clock,
      MeterRegistry meters) {
    this.group = listener.group();
    this.settings = listener.settings();
    this.work = new MessageWork<>(listener, wire, topics, publisher, clock, meters);
    this.container = container(listener, connection);
    this.pauses =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pauses-" + group).factory());
    gauge(meters, "waiting", partitions -> partitions.waiting().size());
    gauge(meters, "stopped", partitions -> partitions.stopped().size());
  }

  /** Starts to listen. */
  public void start() {
    container.start();
  }

  /** The listener's consumer group. */
  public String name() {
    return group;
  }

  /** How the listener is now. */
  public ListenerHealth health() {
    return new ListenerHealth(container.isRunning(), partitions.stopped(), partitions.waiting());
  }

  /** Stops after the message at hand. */
  @Override
  public void close() {
    container.stop();
    pauses.shutdownNow();
  }

  private ConcurrentMessageListenerContainer<byte[], byte[]> container(
      OrderedListener<?> listener, KafkaConnection connection) {
    String alternatives =
        listener.topics().stream().map(topic -> Pattern.quote(topic.name())).collect(joining("|"));
    var properties = new ContainerProperties(Pattern.compile(alternatives));
    // Offsets are committed here, partition by partition.
    properties.setAckMode(AckMode.MANUAL);
    properties.setPollTimeout(POLL.toMillis());
    properties.setShutdownTimeout(LONGEST_STOP.toMillis());
    properties.setAuthExceptionRetryInterval(Duration.ofMillis(RETRY_MILLIS));
    properties.setMessageListener(
        new BatchAcknowledgingConsumerAwareMessageListener<byte[], byte[]>() {
          @Override
          public void onMessage(
              List<ConsumerRecord<byte[], byte[]>> messages,
              @Nullable Acknowledgment acknowledgment,
              @Nullable Consumer<?, ?> consumer) {
            workOn(messages, requireNonNull(consumer));
          }
        });
    properties.setConsumerRebalanceListener(
        new ConsumerAwareRebalanceListener() {
          @Override
          public void onPartitionsRevokedAfterCommit(
              Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
            revoked.forEach(ListenerRunner.this::forget);
          }

          @Override
          public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> lost) {
            lost.forEach(ListenerRunner.this::forget);
          }
        });
    Map<String, Object> consumer = new HashMap<>(KafkaDefaults.consumer(connection, group));
    consumer.put(
        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
        Math.toIntExact(settings.longestWork().toMillis()));
    var consumers = new DefaultKafkaConsumerFactory<byte[], byte[]>(consumer);
    var created = new ConcurrentMessageListenerContainer<>(consumers, properties);
    created.setBeanName(group);
    created.setConcurrency(settings.concurrency());
    created.setCommonErrorHandler(
        new DefaultErrorHandler(new FixedBackOff(RETRY_MILLIS, FixedBackOff.UNLIMITED_ATTEMPTS)));
    return created;
  }

  private void workOn(List<ConsumerRecord<byte[], byte[]>> messages, Consumer<?, ?> consumer) {
    long deadline = System.nanoTime() + LONGEST_BATCH.toNanos();
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition =
        messages.stream()
            .collect(groupingBy(ListenerRunner::partitionOf, LinkedHashMap::new, toList()));
    Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    // After a failure one at a time, so that whatever is the matter stops its own partition only.
    boolean carefully = !partitions.waiting().isEmpty();
    try {
      MessageWork<?>.Poll poll = work.begin(messages);
      byPartition.forEach(
          (partition, inOrder) -> {
            long next = workOn(partition, inOrder, poll, carefully, deadline);
            if (next > inOrder.getFirst().offset()) {
              done.put(partition, new OffsetAndMetadata(next));
            }
            if (next <= inOrder.getLast().offset()) {
              consumer.seek(partition, next);
            }
          });
      poll.finish();
    } catch (RuntimeException e) {
      byPartition.forEach(
          (partition, inOrder) -> {
            pause(partition, inOrder.getFirst(), e);
            consumer.seek(partition, inOrder.getFirst().offset());
          });
      return;
    }
    commit(consumer, done);
  }

  /** Offset of the first message that is not dealt with. */
  private long workOn(
      TopicPartition partition,
      List<ConsumerRecord<byte[], byte[]>> inOrder,
      MessageWork<?>.Poll poll,
      boolean carefully,
      long deadline) {
    for (ConsumerRecord<byte[], byte[]> message : inOrder) {
      if (System.nanoTime() > deadline || !container.isRunning()) {
        return message.offset();
      }
      try {
        Optional<String> unknownType = poll.on(message);
        if (unknownType.isPresent()) {
          stop(partition, message.offset(), unknownType.get());
          return message.offset();
        }
        if (carefully) {
          poll.finish();
        }
        partitions.getsOn(partition);
      } catch (RuntimeException e) {
        pause(partition, message, e);
        return message.offset();
      }
    }
    return inOrder.getLast().offset() + 1;
  }

  private void stop(TopicPartition partition, long offset, String type) {
    partitions.stopped(partition, type);
    container.pausePartition(partition);
    log.error(
        "Expected a type that this version knows at {}@{} but met {}: the partition stands still"
            + " until a version that knows it is started",
        partition,
        offset,
        type);
  }

  private void pause(
      TopicPartition partition, ConsumerRecord<byte[], byte[]> message, RuntimeException failure) {
    int failures = partitions.failed(partition, message.offset(), failure);
    Duration pause = settings.pauseAfter(failures);
    work.count(message.topic(), "failed");
    // Of the failure only its class and place are told: its text may quote what it met.
    log.warn(
        "Expected to deal with {}@{} but failed with {} at {}; tried again in {}",
        partition,
        message.offset(),
        failure.getClass().getName(),
        failure.getStackTrace().length == 0 ? "an unknown place" : failure.getStackTrace()[0],
        pause);
    container.pausePartition(partition);
    var resumed =
        pauses.schedule(
            () -> container.resumePartition(partition), pause.toMillis(), TimeUnit.MILLISECONDS);
    log.debug("{} resumes in {}", partition, resumed.getDelay(TimeUnit.MILLISECONDS));
  }

  /** The partition is another's now; should it come back, it is begun afresh. */
  private void forget(TopicPartition partition) {
    partitions.getsOn(partition);
    container.resumePartition(partition);
  }

  private void commit(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> done) {
    if (done.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(done);
    } catch (KafkaException e) {
      // The next commit covers these; if there is none, the messages come again.
      log.warn(
          "Expected to commit offsets of group {} but failed with {}",
          group,
          e.getClass().getSimpleName());
    }
  }

  private void gauge(MeterRegistry meters, String name, ToDoubleFunction<Partitions> figure) {
    Gauge.builder("habeas.listener." + name, partitions, figure)
        .description("partitions that are " + name)
        .tag("group", group)
        .register(meters);
  }

  private static TopicPartition partitionOf(ConsumerRecord<?, ?> message) {
    return new TopicPartition(message.topic(), message.partition());
  }
}
