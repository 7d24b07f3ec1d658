package io.habeas.storeagent.redis;

import io.habeas.storeagent.map.ErasureStrategy.Unit;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Dates and instants as applications write them into strings: in ISO 8601, where one without an
 * offset is UTC, or as a number of seconds or milliseconds since 1970.
 */
final class Moments {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,14}");

  /** So many seconds are the year 5138; a number beyond is of milliseconds. */
  private static final long LAST_SECOND = 100_000_000_000L;

  private Moments() {}

  /** The moment that {@code text} says; a date is its first one. Empty if it says none. */
  static Optional<Instant> of(String text) {
    if (NUMBER.matcher(text).matches()) {
      long number = Long.parseLong(text);
      return Optional.of(
          Math.abs(number) > LAST_SECOND
              ? Instant.ofEpochMilli(number)
              : Instant.ofEpochSecond(number));
    }
    try {
      return Optional.of(parsed(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Instant parsed(String text) {
    String iso = text.strip().replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T");
    if (iso.indexOf('T') < 0) {
      return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    boolean offset = iso.endsWith("Z") || iso.substring(iso.indexOf('T')).matches(".*[+-].*");
    return offset
        ? OffsetDateTime.parse(iso).toInstant()
        : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
  }

  /** The same way of writing it, cut down; empty if {@code text} says no moment. */
  static Optional<String> cut(String text, Unit unit) {
    return of(text).map(moment -> written(text, cut(moment, unit)));
  }

  private static Instant cut(Instant moment, Unit unit) {
    ZonedDateTime time = moment.atZone(ZoneOffset.UTC);
    ZonedDateTime cut =
        switch (unit) {
          case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
          case DAY -> time.truncatedTo(ChronoUnit.DAYS);
          case MONTH -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
          case YEAR -> time.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1);
        };
    return cut.toInstant();
  }

  private static String written(String like, Instant moment) {
    if (NUMBER.matcher(like).matches()) {
      return Long.toString(
          Math.abs(Long.parseLong(like)) > LAST_SECOND
              ? moment.toEpochMilli()
              : moment.getEpochSecond());
    }
    return like.indexOf('T') < 0 && like.indexOf(' ') < 0
        ? LocalDate.ofInstant(moment, ZoneOffset.UTC).toString()
        : moment.toString();
  }
}
