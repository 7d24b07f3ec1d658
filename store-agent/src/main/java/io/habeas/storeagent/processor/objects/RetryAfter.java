package io.habeas.storeagent.processor.objects;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long to keep still (RFC 9110 section 10.2.3): a number of seconds, or a date. */
sealed interface RetryAfter {
  record Seconds(Duration pause) implements RetryAfter {}

  record At(Instant instant) implements RetryAfter {}

  /** From when on calls are welcome again. */
  default Instant from(Instant now) {
    return switch (this) {
      case Seconds(var pause) -> now.plus(pause);
      case At(var instant) -> instant;
    };
  }

  /** Empty if it cannot be understood. */
  static Optional<RetryAfter> read(String header) {
    String text = header.strip();
    try {
      if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return text.length() > 9
            ? Optional.empty()
            : Optional.of(new Seconds(Duration.ofSeconds(Long.parseLong(text))));
      }
      return Optional.of(
          new At(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
