package io.habeas.storeagent.map;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How long something is kept, as ISO 8601 writes it: {@code P7Y}, {@code PT20S}, {@code P1DT12H}.
 *
 * <p>Law counts in days. A period of days ends with a day: what is kept may no longer be kept from
 * the beginning of the next, where the controller is. Only a period with a time ends in the midst
 * of one.
 *
 * @param days years, months and days of it, not negative
 * @param time the rest of it, not negative; zero where it counts in days alone. One of the two is
 *     not zero
 */
public record KeepingPeriod(Period days, Duration time) {
  public KeepingPeriod {
    if (days.isNegative() || time.isNegative() || (days.isZero() && time.isZero())) {
      throw new IllegalArgumentException(
          "Expected a period that is longer than nothing but got %s and %s".formatted(days, time));
    }
  }

  /**
   * Reads it.
   *
   * @throws DateTimeException if it is not written as ISO 8601 does
   * @throws IllegalArgumentException if it is not longer than nothing
   */
  public static KeepingPeriod parse(String text) {
    int time = text.indexOf('T');
    if (time < 0) {
      return new KeepingPeriod(Period.parse(text), Duration.ZERO);
    }
    Duration rest = Duration.parse("P" + text.substring(time));
    return new KeepingPeriod(time == 1 ? Period.ZERO : Period.parse(text.substring(0, time)), rest);
  }

  /** Whether it ends with a day. */
  public boolean countsDays() {
    return time.isZero();
  }

  /**
   * From when what is kept may no longer be kept.
   *
   * @param from from when it is kept; empty for from now on. Its day is the one that it has in UTC,
   *     as dates without a time are stored
   * @param now with the zone in which the controller's days begin
   * @return in whole milliseconds
   */
  public Instant end(Optional<Instant> from, ZonedDateTime now) {
    if (countsDays()) {
      LocalDate day =
          from.map(instant -> LocalDate.ofInstant(instant, ZoneOffset.UTC))
              .orElseGet(now::toLocalDate);
      return day.plus(days).atStartOfDay(now.getZone()).toInstant();
    }
    return from.orElseGet(now::toInstant)
        .atZone(ZoneOffset.UTC)
        .plus(days)
        .plus(time)
        .toInstant()
        .truncatedTo(ChronoUnit.MILLIS);
  }

  /** As ISO 8601 writes it. */
  @Override
  public String toString() {
    if (countsDays()) {
      return days.toString();
    }
    return (days.isZero() ? "P" : days.toString()) + time.toString().substring(1);
  }
}
