package io.habeas.benchmarks.saga;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.habeas.process.KafkaConnection;
import io.habeas.process.header.CloudEvents;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.schemas.wire.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What the broker does when nobody thinks: one producer and one consumer at the same time through
 * one topic, with the settings of the participants' clients. The records are tasks as the
 * orchestrator writes them, with key and headers, made beforehand.
 */
final class RawLog {
  private static final String TOPIC = "benchmark.raw";
  private static final int DIFFERENT_RECORDS = 8_192;
  private static final long LONGEST_MINUTES = 2;

  private final KafkaConnection connection;
  private final Wire wire;

  RawLog(KafkaConnection connection, Wire wire) {
    this.connection = connection;
    this.wire = wire;
  }

  /**
   * Writes and reads half as many records as {@code count} to warm up, and then {@code count}.
   *
   * @return records per second that were both written and read meanwhile
   */
  double measure(Admin admin, int count) throws ExecutionException, InterruptedException {
    int partitions = Topics.REQUESTS.partitions();
    admin.createTopics(List.of(new NewTopic(TOPIC, partitions, (short) -1))).all().get();
    int warmUp = count / 2;
    AtomicLong read = new AtomicLong();
    AtomicLong begun = new AtomicLong();
    AtomicLong ended = new AtomicLong();
    CountDownLatch done = new CountDownLatch(1);
    try (var reader =
            TopicReader.start(
                Clients.consumer(connection, "raw"),
                TOPIC,
                message -> {
                  long number = read.incrementAndGet();
                  if (number == warmUp) {
                    begun.set(System.nanoTime());
                  } else if (number == warmUp + count) {
                    ended.set(System.nanoTime());
                    done.countDown();
                  }
                });
        var writer = new TopicWriter(connection)) {
      List<ProducerRecord<byte[], byte[]>> records = records();
      reader.awaitAssigned();
      for (int partition = 0; partition < partitions; partition++) {
        var first = records.get(partition);
        writer.write(
            new ProducerRecord<>(TOPIC, partition, first.key(), first.value(), first.headers()));
      }
      // To a topic that has just been created a first batch may fail while the second one is taken,
      // and an idempotent producer never recovers from that.
      writer.flush();
      for (int i = partitions; i < warmUp + count; i++) {
        writer.write(records.get(i % DIFFERENT_RECORDS));
      }
      writer.flush();
      if (!done.await(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException(
            "Expected to read %d records but read %d".formatted(warmUp + count, read.get()));
      }
    } finally {
      admin.deleteTopics(List.of(TOPIC)).all().get();
    }
    return count * (double) TimeUnit.SECONDS.toNanos(1) / (ended.get() - begun.get());
  }

  private List<ProducerRecord<byte[], byte[]>> records() {
    String like = Topics.erasureTasks(SagaBenchmark.participants(1).getFirst()).name();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(DIFFERENT_RECORDS);
    for (int i = 0; i < DIFFERENT_RECORDS; i++) {
      UUID request = UUID.randomUUID();
      Instant now = Instant.now();
      ErasureTask task =
          new ErasureTask(
              request, now, SagaBenchmark.participants(1).getFirst(), 2, new RestrictRecords());
      var record =
          new ProducerRecord<>(TOPIC, request.toString().getBytes(UTF_8), wire.encode(like, task));
      CloudEvents.describe(
          record.headers(),
          Topics.ERASURE_ORCHESTRATOR,
          like + "-0@" + i + "#0",
          task,
          now,
          TraceParent.begin());
      records.add(record);
    }
    return records;
  }
}
