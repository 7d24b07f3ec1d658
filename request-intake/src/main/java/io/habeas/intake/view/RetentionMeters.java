package io.habeas.intake.view;

import io.habeas.intake.view.ParticipantView.Compared;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What comparing what is kept has shown, as gauges by participant: {@code
 * habeas.retention.differences}, for how many requests it differs, and {@code
 * habeas.retention.report.age}, in seconds since a participant began the last report that it
 * finished, where it reports. Every instance has the same.
 */
public final class RetentionMeters {
  private final ParticipantViews participants;
  private final RetentionDifferences differences;
  private final Clock clock;
  private final MultiGauge open;
  private final MultiGauge age;

  public RetentionMeters(
      ParticipantViews participants,
      RetentionDifferences differences,
      Clock clock,
      MeterRegistry meters) {
    this.participants = participants;
    this.differences = differences;
    this.clock = clock;
    this.open =
        MultiGauge.builder("habeas.retention.differences")
            .description("For how many requests a participant does not keep what it should")
            .register(meters);
    this.age =
        MultiGauge.builder("habeas.retention.report.age")
            .description("How long ago a participant began to report what it keeps")
            .baseUnit("seconds")
            .register(meters);
  }

  private record Counted(ParticipantView participant, long differences) {}

  /** Looks at what differs now, and forgets what has not been said again. */
  public Mono<Void> refresh() {
    return participants.list().concatMap(this::counted).collectList().doOnNext(this::show).then();
  }

  private Flux<Counted> counted(ParticipantView participant) {
    Instant reported = participant.retention().reportedAsOf();
    Mono<Void> forgotten =
        reported == null
            ? Mono.empty()
            : differences.forgetUnaccounted(participant.participant(), reported);
    return forgotten
        .then(Mono.defer(() -> differences.count(participant.participant())))
        .map(count -> new Counted(participant, count))
        .flux();
  }

  private void show(List<Counted> all) {
    Instant now = clock.instant();
    open.register(
        all.stream()
            .filter(
                each ->
                    each.participant().retention().state() != Compared.NOT_COMPARED
                        || each.differences() > 0)
            .<Row<?>>map(each -> Row.of(tags(each), each.differences()))
            .toList(),
        true);
    age.register(
        all.stream()
            .filter(each -> each.participant().retention().reportedAsOf() != null)
            .<Row<?>>map(
                each ->
                    Row.of(
                        tags(each),
                        secondsSince(each.participant().retention().reportedAsOf(), now)))
            .toList(),
        true);
  }

  private static Tags tags(Counted counted) {
    return Tags.of("participant", counted.participant().participant());
  }

  private static long secondsSince(@Nullable Instant when, Instant now) {
    return when == null ? 0 : Math.max(Duration.between(when, now).toSeconds(), 0);
  }
}
