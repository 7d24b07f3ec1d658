package io.habeas.benchmarks.saga;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one topic on a thread of its own, from its beginning, until it is closed. */
final class TopicReader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TopicReader.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LONGEST_START = Duration.ofMinutes(1);

  // The next commit makes up for one that failed.
  private static final OffsetCommitCallback IGNORE = (offsets, failure) -> {};

  private final String topic;
  private final Consumer<ConsumerRecord<byte[], byte[]>> handler;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final CountDownLatch assigned = new CountDownLatch(1);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /**
   * @param settings of the consumer
   * @param handler what to do with each committed record; called on the reader's thread alone
   */
  private TopicReader(
      Map<String, Object> settings,
      String topic,
      Consumer<ConsumerRecord<byte[], byte[]>> handler) {
    this.topic = topic;
    this.handler = handler;
    this.consumer = new KafkaConsumer<>(settings);
  }

  /** Starts to read. */
  static TopicReader start(
      Map<String, Object> settings,
      String topic,
      Consumer<ConsumerRecord<byte[], byte[]>> handler) {
    TopicReader reader = new TopicReader(settings, topic, handler);
    Thread.ofPlatform().daemon().name("reader-of-" + topic).start(reader::read);
    return reader;
  }

  /** Waits until every partition is this reader's. */
  void awaitAssigned() throws InterruptedException {
    if (!assigned.await(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "Expected to be given the partitions of " + topic + " but was not");
    }
  }

  private void read() {
    try (consumer) {
      consumer.subscribe(List.of(topic));
      while (true) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        records.forEach(handler);
        if (!records.isEmpty()) {
          consumer.commitAsync(IGNORE);
        }
        if (!consumer.assignment().isEmpty()) {
          assigned.countDown();
        }
      }
    } catch (WakeupException closed) {
      ended.complete(null);
    } catch (RuntimeException e) {
      log.error("Expected to read {} but could not", topic, e);
      ended.completeExceptionally(e);
    }
  }

  /**
   * Stops reading.
   *
   * @throws java.util.concurrent.CompletionException if reading had failed
   */
  @Override
  public void close() {
    consumer.wakeup();
    ended.join();
  }
}
