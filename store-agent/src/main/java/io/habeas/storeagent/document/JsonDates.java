package io.habeas.storeagent.document;

import io.habeas.storeagent.map.ErasureStrategy.Unit;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Dates in JSON: ISO 8601 with or without time and offset, or milliseconds since 1970, which is
 * what search clusters read by default ({@code strict_date_optional_time||epoch_millis}). Each
 * stays in its form.
 */
public final class JsonDates {
  private JsonDates() {}

  /** The instant, taken to be in UTC where nothing else is said; empty for what is no date. */
  public static Optional<Instant> instant(JsonNode value) {
    return read(value).map(form -> form.time().toInstant(ZoneOffset.UTC));
  }

  /** The same date cut down to {@code unit}; empty for what is no date. */
  public static Optional<JsonNode> cut(JsonNode value, Unit unit) {
    return read(value).map(form -> form.write(cut(form.time(), unit)));
  }

  private static LocalDateTime cut(LocalDateTime time, Unit unit) {
    return switch (unit) {
      case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
      case DAY -> time.truncatedTo(ChronoUnit.DAYS);
      case MONTH -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
      case YEAR -> time.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1);
    };
  }

  /** In which form a date stood. */
  private enum Kind {
    MILLIS,
    INSTANT,
    LOCAL,
    DAY
  }

  /**
   * @param time in UTC
   */
  private record Form(Kind kind, LocalDateTime time) {
    JsonNode write(LocalDateTime changed) {
      return switch (kind) {
        case MILLIS -> Json.value(changed.toInstant(ZoneOffset.UTC).toEpochMilli());
        case INSTANT -> Json.value(changed.toInstant(ZoneOffset.UTC).toString());
        case LOCAL -> Json.value(changed.toString());
        case DAY -> Json.value(changed.toLocalDate().toString());
      };
    }
  }

  private static Optional<Form> read(JsonNode value) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return Optional.of(
          new Form(
              Kind.MILLIS,
              LocalDateTime.ofInstant(Instant.ofEpochMilli(value.longValue()), ZoneOffset.UTC)));
    }
    return value.isString() ? read(value.stringValue()) : Optional.empty();
  }

  private static Optional<Form> read(String text) {
    try {
      if (text.length() == 10) {
        return Optional.of(new Form(Kind.DAY, LocalDate.parse(text).atStartOfDay()));
      }
      boolean offset =
          text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
      return Optional.of(
          offset
              ? new Form(
                  Kind.INSTANT,
                  OffsetDateTime.parse(text)
                      .withOffsetSameInstant(ZoneOffset.UTC)
                      .toLocalDateTime())
              : new Form(Kind.LOCAL, LocalDateTime.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
