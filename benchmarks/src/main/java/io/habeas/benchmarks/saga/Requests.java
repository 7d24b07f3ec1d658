package io.habeas.benchmarks.saga;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.habeas.process.KafkaConnection;
import io.habeas.process.header.CloudEvents;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes accepted requests in the register's place. For one thread at a time. */
final class Requests implements AutoCloseable {
  private static final int DAYS_OF_A_MONTH = 30;

  private final Wire wire;
  private final InFlight inFlight;
  private final TopicWriter topic;
  private final List<UUID> written = new ArrayList<>();

  Requests(KafkaConnection connection, Wire wire, InFlight inFlight) {
    this.wire = wire;
    this.inFlight = inFlight;
    this.topic = new TopicWriter(connection);
  }

  /**
   * Keeps {@code most} requests in flight until told to stop: as much as can be carried through.
   */
  void keepInFlight(int most, BooleanSupplier stop) throws InterruptedException {
    while (!stop.getAsBoolean()) {
      if (inFlight.awaitRoom(most)) {
        write(System.nanoTime());
      }
    }
  }

  /**
   * Writes {@code count} requests, no more of them in flight than {@code most}.
   *
   * @throws IllegalStateException if none completes for as long as {@code longest}
   */
  void write(int count, int most, Duration longest) throws InterruptedException {
    long since = System.nanoTime();
    for (int i = 0; i < count; ) {
      if (inFlight.awaitRoom(most)) {
        write(System.nanoTime());
        since = System.nanoTime();
        i++;
      } else if (System.nanoTime() - since > longest.toNanos()) {
        throw new IllegalStateException(
            "Expected requests to go on within %s but none did".formatted(longest));
      }
    }
  }

  /**
   * Writes {@code count} requests on a fixed schedule, whatever becomes of those before.
   *
   * @param begin when the first is due, by {@link System#nanoTime}
   */
  void onSchedule(int count, double perSecond, long begin) {
    for (int i = 0; i < count; i++) {
      long due = begin + (long) (i * TimeUnit.SECONDS.toNanos(1) / perSecond);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      write(due);
    }
  }

  /** The ids of all requests so far. */
  List<UUID> written() {
    return List.copyOf(written);
  }

  private void write(long due) {
    UUID id = UUID.randomUUID();
    String key = id.toString();
    Instant now = Instant.now();
    RequestRecord request =
        new RequestRecord(
            id,
            now,
            new RequestAccepted(
                Right.ERASURE,
                List.of(Orchestrator.IDENTIFIER_TYPE),
                ErasureGround.ART_17_1_B,
                LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(DAYS_OF_A_MONTH),
                List.of()));
    String name = Topics.REQUESTS.name();
    var record = new ProducerRecord<>(name, key.getBytes(UTF_8), wire.encode(name, request));
    CloudEvents.describe(record.headers(), Topics.REGISTER, key, request, now, TraceParent.begin());
    written.add(id);
    inFlight.accepted(key, due);
    topic.write(record);
  }

  @Override
  public void close() {
    topic.close();
  }
}
