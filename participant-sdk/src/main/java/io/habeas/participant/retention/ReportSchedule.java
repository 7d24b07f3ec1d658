package io.habeas.participant.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;

/**
 * When reports begin.
 *
 * @param at the time of day, in the zone of the clock
 * @param every how long after each comes the next, until it is that time of day again; positive
 */
public record ReportSchedule(LocalTime at, Duration every) {

  /**
   * @throws IllegalArgumentException if {@code every} is not positive
   */
  public ReportSchedule {
    if (!every.isPositive()) {
      throw new IllegalArgumentException(
          "Expected a positive time between reports but got " + every);
    }
  }

  /** The next one after now. */
  Instant next(Clock clock) {
    ZonedDateTime now = ZonedDateTime.now(clock);
    ZonedDateTime today = now.toLocalDate().atTime(at).atZone(now.getZone());
    ZonedDateTime base = today.isAfter(now) ? today.minusDays(1) : today;
    long passed = Duration.between(base, now).dividedBy(every);
    return base.toInstant().plus(every.multipliedBy(passed + 1));
  }
}
