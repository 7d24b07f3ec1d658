package io.habeas.participant.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.participant.WaitReason;
import io.habeas.schemas.avro.DeclarationRecord;
import io.habeas.schemas.avro.ParticipantDeclared;
import io.habeas.schemas.avro.RetentionReports;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final long PATIENCE_SECONDS = 60;

  private final BlockingQueue<DeclarationRecord> declared = new LinkedBlockingQueue<>();

  @Test
  void shouldSayLongBeforeTheNextHeartbeatThatItIsFitAgain() throws InterruptedException {
    // given
    AtomicInteger asked = new AtomicInteger();
    try (Heartbeat heartbeat =
        heartbeat(
            () ->
                asked.getAndIncrement() == 0
                    ? Optional.of(WaitReason.STORE_UNAVAILABLE)
                    : Optional.empty())) {
      // when
      heartbeat.start();

      // then
      assertThat(next()).isEqualTo(io.habeas.schemas.avro.WaitReason.STORE_UNAVAILABLE);
      assertThat(next()).isNull();
    }
  }

  @Test
  void shouldGoOnAfterItCouldNotSay() throws InterruptedException {
    // given
    AtomicInteger asked = new AtomicInteger();
    try (Heartbeat heartbeat =
        new Heartbeat(
            "accounts",
            declaration(),
            Optional::empty,
            () -> null,
            Duration.ofSeconds(1),
            record -> {
              if (asked.getAndIncrement() == 0) {
                throw new IllegalStateException("away");
              }
              declared.add(record);
            },
            clock())) {
      // when
      heartbeat.start();

      // then
      assertThat(next()).isNull();
    }
  }

  @Test
  void shouldSayWhenItReportedLastWhatItKeeps_L20() throws InterruptedException {
    // given
    RetentionReports reports = new RetentionReports(clock().instant());
    try (Heartbeat heartbeat =
        new Heartbeat(
            "accounts",
            declaration(),
            Optional::empty,
            () -> reports,
            AN_HOUR,
            declared::add,
            clock())) {
      // when
      heartbeat.start();

      // then
      assertThat(declared.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .extracting(record -> ((ParticipantDeclared) record.getPayload()).getRetentionReports())
          .isEqualTo(reports);
    }
  }

  private Heartbeat heartbeat(Supplier<Optional<WaitReason>> unfit) {
    return new Heartbeat(
        "accounts", declaration(), unfit, () -> null, AN_HOUR, declared::add, clock());
  }

  private static Declaration declaration() {
    return new Declaration(
        Set.of("email"), Set.of(), Set.of("accounts"), Set.of(Action.ERASE, Action.VERIFY));
  }

  private static Clock clock() {
    return Clock.fixed(Instant.parse("2026-11-28T10:00:00Z"), ZoneOffset.UTC);
  }

  /** Why it says next that it is unfit; null if it says that it is fit. */
  private io.habeas.schemas.avro.@Nullable WaitReason next() throws InterruptedException {
    DeclarationRecord record = declared.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (record == null) {
      throw new AssertionError("Expected another declaration but there is none");
    }
    assertThat(record.getParticipant()).isEqualTo("accounts");
    return ((ParticipantDeclared) record.getPayload()).getUnfit();
  }
}
