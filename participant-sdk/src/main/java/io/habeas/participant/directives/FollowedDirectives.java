package io.habeas.participant.directives;

import io.habeas.participant.vault.Vault.VaultUnavailable;
import io.habeas.process.probe.Probe;
import io.habeas.schemas.Topic;
import io.habeas.schemas.avro.DirectiveRecord;
import io.habeas.schemas.directives.SubjectKey;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.RegistryUnavailable;
import io.habeas.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the topic of directives from its beginning: every instance of an application knows all of
 * them. Reads only, so that it can begin anew whenever something fails. Look-ups go by what was
 * known last meanwhile, as they do while Kafka is away.
 *
 * <p>What this version does not know stops the following, and look-ups fail: it could be what
 * forbids what would be allowed.
 */
public final class FollowedDirectives implements Directives, Probe, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FollowedDirectives.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private final Topic<DirectiveRecord> topic;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Wire wire;
  private final DirectiveKeys keys;
  private final Duration pause;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Known known;
  private volatile String obstacle = "they have not been read yet";
  private volatile @Nullable Consumer<byte[], byte[]> consumer;
  private @Nullable Thread thread;

  /** What look-ups go by. */
  private record Known(SubjectKey key, KnownDirectives directives) {}

  /** The topic says something that this version does not know. */
  private static final class Incomprehensible extends Exception {
    private static final long serialVersionUID = 1L;

    Incomprehensible(String what) {
      super("this version does not know " + what);
    }
  }

  /**
   * @param topic of this participant
   * @param consumers opens one that belongs to no group, reading only what is committed; closed
   *     here
   * @param pause after a failure, before everything begins anew
   */
  public FollowedDirectives(
      Topic<DirectiveRecord> topic,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Wire wire,
      DirectiveKeys keys,
      Duration pause) {
    this.topic = topic;
    this.consumers = consumers;
    this.wire = wire;
    this.keys = keys;
    this.pause = pause;
  }

  @Override
  public Standing about(String type, String value) {
    Known now = known;
    if (now == null) {
      throw new DirectivesNotCurrent(obstacle);
    }
    return now.directives().about(now.key().subject(type, value));
  }

  /** Begins to follow, on a thread of its own. */
  public synchronized void start() {
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("directives-" + topic.name()).start(this::run);
    }
  }

  private void run() {
    while (!isClosing()) {
      String failure;
      try {
        follow(keys.key());
        return;
      } catch (VaultUnavailable e) {
        failure = "the vault did not give their key";
      } catch (Incomprehensible e) {
        failure = String.valueOf(e.getMessage());
        known = null;
      } catch (RegistryUnavailable e) {
        failure = "the schema registry did not answer";
      } catch (RuntimeException e) {
        failure = "reading them failed with " + e.getClass().getSimpleName();
      }
      if (!failure.equals(obstacle)) {
        log.warn("Directives of {} are not followed: {}; trying again", topic.name(), failure);
      }
      obstacle = failure;
      await(pause);
    }
  }

  private void follow(SubjectKey key) throws Incomprehensible {
    try (Consumer<byte[], byte[]> reading = consumers.get()) {
      consumer = reading;
      List<TopicPartition> partitions =
          reading.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new KafkaException("Expected partitions but there are none");
      }
      reading.assign(partitions);
      reading.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = reading.endOffsets(partitions);
      KnownDirectives directives = new KnownDirectives();
      boolean current = false;
      while (!isClosing()) {
        for (ConsumerRecord<byte[], byte[]> message : reading.poll(POLL)) {
          learn(directives, message);
        }
        if (!current
            && ends.entrySet().stream()
                .allMatch(end -> reading.position(end.getKey()) >= end.getValue())) {
          current = true;
          known = new Known(key, directives);
          obstacle = "";
          log.info("Follows {}: {} people are named", topic.name(), directives.size());
        }
      }
    } catch (WakeupException e) {
      if (!isClosing()) {
        throw e;
      }
    } finally {
      consumer = null;
    }
  }

  private void learn(KnownDirectives directives, ConsumerRecord<byte[], byte[]> message)
      throws Incomprehensible {
    String key = new String(message.key(), StandardCharsets.UTF_8);
    if (message.value() == null) {
      directives.learn(key, null);
      return;
    }
    switch (wire.decode(DirectiveRecord.class, message.value())) {
      case Decoded.Known<DirectiveRecord>(DirectiveRecord record) -> {
        if (!directives.learn(key, record)) {
          throw new Incomprehensible("a directive among them");
        }
      }
      case Decoded.UnknownType<DirectiveRecord>(String type) -> throw new Incomprehensible(type);
      case Decoded.Undecodable<DirectiveRecord>(String errorClass) ->
          throw new Incomprehensible(
              "what is written at " + message.partition() + ":" + message.offset());
    }
  }

  /** Waits until they are known to their end; false if that takes longer. */
  public boolean awaitCurrent(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (known == null && System.nanoTime() < deadline) {
      if (closing.await(20, TimeUnit.MILLISECONDS)) {
        return known != null;
      }
    }
    return known != null;
  }

  @Override
  public String name() {
    return "directives";
  }

  @Override
  public Finding check() {
    String why = obstacle;
    return why.isEmpty()
        ? Finding.ok()
        : new Finding(false, Map.of("reason", "Expected them to be followed but " + why));
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void await(Duration time) {
    try {
      closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    Optional.ofNullable(consumer).ifPresent(Consumer::wakeup);
  }
}
