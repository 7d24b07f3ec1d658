package io.habeas.participant.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.DataHolder;
import io.habeas.participant.Deferred;
import io.habeas.participant.Retained;
import io.habeas.participant.RetentionGround;
import io.habeas.participant.RetentionSink;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.TaskCodec;
import io.habeas.process.publish.PublishFailed;
import io.habeas.process.publish.RecordPublisher.Pending;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.RetentionReported;
import io.habeas.schemas.avro.RetentionReports;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetentionReporterTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final Instant NOW = Instant.parse("2026-11-28T02:30:00.123456Z");
  private static final Instant AS_OF = Instant.parse("2026-11-28T02:30:00.123Z");
  private static final Instant FIRST = Instant.parse("2030-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2031-01-01T00:00:00Z");
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);

  private final BlockingQueue<ParticipantReply> written = new LinkedBlockingQueue<>();
  private final AtomicInteger awaited = new AtomicInteger();

  @Test
  void shouldReportEachRequestAndThenSayWhenItBegan_L20() {
    // given
    try (RetentionReporter reporter =
        reporter(
            sink -> {
              sink.add(ONE, List.of(kept(3)));
              sink.add(new UUID(0, 3), List.of());
              sink.add(OTHER, List.of(kept(4)));
            })) {
      assertThat(reporter.declared()).isEqualTo(new RetentionReports(null));

      // when
      boolean reported = reporter.report();

      // then
      assertThat(reported).isTrue();
      assertThat(written).containsExactly(reply(ONE, 3), reply(OTHER, 4));
      assertThat(awaited).hasValue(2);
      assertThat(reporter.declared()).isEqualTo(new RetentionReports(AS_OF));
    }
  }

  @Test
  void shouldAwaitWhatWasWrittenWhileItGoesOnReading() {
    // given
    try (RetentionReporter reporter =
        reporter(
            sink -> {
              for (int i = 0; i < 2_000; i++) {
                sink.add(new UUID(1, i), List.of(kept(1)));
                assertThat(i - awaited.get()).isLessThanOrEqualTo(500);
              }
            })) {
      // then
      assertThat(reporter.report()).isTrue();
      assertThat(awaited).hasValue(2_000);
    }
  }

  @Test
  void shouldNotCountAReportThatBrokeOff() {
    // given
    try (RetentionReporter reporter =
        reporter(
            sink -> {
              sink.add(ONE, List.of(kept(3)));
              throw new Deferred(WaitReason.STORE_UNAVAILABLE);
            })) {
      // then
      assertThat(reporter.report()).isFalse();
      assertThat(reporter.declared()).isEqualTo(new RetentionReports(null));
    }
  }

  @Test
  void shouldNotCountAReportOfWhichSomethingMayNotBeWritten() {
    // given
    DataHolder holder = holder(sink -> sink.add(ONE, List.of(kept(3))), Optional.empty());
    try (RetentionReporter reporter =
        new RetentionReporter(
            codec(holder),
            holder,
            reply ->
                () -> {
                  throw new PublishFailed("replies", new IllegalStateException("away"));
                },
            schedule(),
            clock())) {
      // then
      assertThat(reporter.report()).isFalse();
      assertThat(reporter.declared()).isEqualTo(new RetentionReports(null));
    }
  }

  @Test
  void shouldNotLookAtAStoreThatIsNotReady() {
    // given
    DataHolder holder =
        holder(sink -> sink.add(ONE, List.of(kept(3))), Optional.of(WaitReason.MAP_MISMATCH));
    try (RetentionReporter reporter =
        new RetentionReporter(codec(holder), holder, this::write, schedule(), clock())) {
      // then
      assertThat(reporter.report()).isFalse();
      assertThat(written).isEmpty();
    }
  }

  @Test
  void shouldReportAgainAndAgainAlsoAfterAFailure() throws InterruptedException {
    // given
    AtomicInteger attempts = new AtomicInteger();
    DataHolder holder =
        holder(
            sink -> {
              if (attempts.getAndIncrement() == 0) {
                throw new IllegalStateException("away");
              }
              sink.add(ONE, List.of(kept(3)));
            },
            Optional.empty());
    try (RetentionReporter reporter =
        new RetentionReporter(
            codec(holder),
            holder,
            this::write,
            new ReportSchedule(LocalTime.MIDNIGHT, Duration.ofMillis(50)),
            Clock.systemUTC())) {
      // when
      reporter.start();

      // then
      assertThat(written.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
      assertThat(written.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void shouldSeeByItsMethodsWhetherAHolderReports() {
    assertThat(holder(sink -> {}, Optional.empty()).reportsRetained()).isTrue();
    assertThat(new DataHolder() {}.reportsRetained()).isFalse();
  }

  private RetentionReporter reporter(Reporting reporting) {
    DataHolder holder = holder(reporting, Optional.empty());
    return new RetentionReporter(codec(holder), holder, this::write, schedule(), clock());
  }

  private Pending write(ParticipantReply reply) {
    written.add(reply);
    return awaited::incrementAndGet;
  }

  private static TaskCodec codec(DataHolder holder) {
    return new TaskCodec("accounts", holder::treatments);
  }

  private static ReportSchedule schedule() {
    return new ReportSchedule(LocalTime.of(2, 30), Duration.ofHours(24));
  }

  private static Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  @FunctionalInterface
  private interface Reporting {
    void to(RetentionSink sink) throws Deferred;
  }

  private static DataHolder holder(Reporting reporting, Optional<WaitReason> unfit) {
    return new DataHolder() {
      @Override
      public void reportRetained(RetentionSink retained) throws Deferred {
        reporting.to(retained);
      }

      @Override
      public Optional<WaitReason> unfit() {
        return unfit;
      }
    };
  }

  private static Retained kept(long records) {
    return new Retained(
        "payments", "tax", RetentionGround.ART_17_3_B, "NL-AWR-52", "NL", records, FIRST, LAST);
  }

  private static ParticipantReply reply(UUID request, long records) {
    return new ParticipantReply(
        request,
        NOW,
        "accounts",
        0,
        new RetentionReported(
            AS_OF,
            List.of(
                new RetainedRecords(
                    "payments",
                    "tax",
                    io.habeas.schemas.avro.RetentionGround.ART_17_3_B,
                    "NL-AWR-52",
                    "NL",
                    records,
                    FIRST,
                    LAST))));
  }
}
