package io.habeas.intake.view;

import io.habeas.intake.view.ParticipantView.Proof;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What canaries have shown, as gauges by participant: {@code habeas.canary.failed}, 1 where the
 * last one failed and else 0, and {@code habeas.canary.age}, in seconds since one was proven last,
 * where one was. Every instance has the same.
 */
public final class CanaryMeters {
  private final ParticipantViews participants;
  private final Clock clock;
  private final MultiGauge failed;
  private final MultiGauge age;

  public CanaryMeters(ParticipantViews participants, Clock clock, MeterRegistry meters) {
    this.participants = participants;
    this.clock = clock;
    this.failed =
        MultiGauge.builder("habeas.canary.failed")
            .description("Whether the last canary of a participant failed")
            .register(meters);
    this.age =
        MultiGauge.builder("habeas.canary.age")
            .description("How long ago a canary of a participant was proven")
            .baseUnit("seconds")
            .register(meters);
  }

  /** Looks at how participants stand now. */
  public Mono<Void> refresh() {
    return participants.list().collectList().doOnNext(this::show).then();
  }

  private void show(List<ParticipantView> all) {
    Instant now = clock.instant();
    failed.register(
        all.stream()
            .filter(each -> each.canary().state() != Proof.NOT_ASKED)
            .<Row<?>>map(each -> Row.of(tags(each), each.canary().state() == Proof.FAILED ? 1 : 0))
            .toList(),
        true);
    age.register(
        all.stream()
            .filter(each -> each.canary().state() == Proof.PROVEN)
            .<Row<?>>map(each -> Row.of(tags(each), secondsSince(each.canary().since(), now)))
            .toList(),
        true);
  }

  private static Tags tags(ParticipantView participant) {
    return Tags.of("participant", participant.participant());
  }

  private static long secondsSince(@Nullable Instant when, Instant now) {
    return when == null ? 0 : Math.max(Duration.between(when, now).toSeconds(), 0);
  }
}
