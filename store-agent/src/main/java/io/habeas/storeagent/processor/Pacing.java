package io.habeas.storeagent.processor;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.habeas.participant.WaitReason;
import io.habeas.participant.vault.Pause;
import io.habeas.storeagent.processor.ProcessorFailure.Trace;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/**
 * No more calls than a processor takes: so many a second, and none until the instant that it named
 * (Retry-After, RFC 9110 section 10.2.3, or what it says of its quota). Each instance of the agent
 * keeps its own count; what the processor says holds for all of them.
 */
final class Pacing {
  /** An instant further away than this is no pause but a mistake. */
  private static final Duration LONGEST = Duration.ofDays(2);

  /** Smaller numbers are seconds from now, larger ones are since 1970. */
  private static final long SMALLEST_INSTANT = 1_000_000_000L;

  private static final Duration UNSAID = Duration.ofSeconds(5);
  private static final int NONE_LEFT = 0;

  private final Optional<RateLimiter> limiter;
  private final Duration patience;
  private final Pause pause;
  private final Clock clock;
  private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.MIN);

  Pacing(OptionalInt callsPerSecond, Duration patience, Pause pause, Clock clock) {
    this.limiter =
        callsPerSecond.isEmpty()
            ? Optional.empty()
            : Optional.of(limiter(callsPerSecond.getAsInt(), patience));
    this.patience = patience;
    this.pause = pause;
    this.clock = clock;
  }

  private static RateLimiter limiter(int callsPerSecond, Duration patience) {
    return RateLimiter.of(
        "processor",
        RateLimiterConfig.custom()
            .limitForPeriod(callsPerSecond)
            .limitRefreshPeriod(Duration.ofSeconds(1))
            .timeoutDuration(patience)
            .build());
  }

  /**
   * Waits for its turn.
   *
   * @throws ProcessorFailure RATE_LIMITED if that would take too long
   */
  void await() {
    Duration left = Duration.between(clock.instant(), quietUntil.get());
    if (left.compareTo(patience) > 0) {
      throw tooMany();
    }
    if (left.isPositive()) {
      pause.pause(left);
    }
    if (limiter.isPresent() && !limiter.get().acquirePermission()) {
      throw tooMany();
    }
  }

  private static ProcessorFailure tooMany() {
    return new ProcessorFailure(WaitReason.RATE_LIMITED, Trace.NONE, "no call for now");
  }

  /** Heeds what an answer says of the calls to come. */
  void heed(int status, HttpHeaders headers) {
    if (status == 429) {
      quiet(retryAfter(headers).or(() -> reset(headers)).orElse(clock.instant().plus(UNSAID)));
    } else if (status == 503) {
      retryAfter(headers).ifPresent(this::quiet);
    } else if (remaining(headers).filter(left -> left <= NONE_LEFT).isPresent()) {
      reset(headers).ifPresent(this::quiet);
    }
  }

  private void quiet(Instant until) {
    Instant latest = clock.instant().plus(LONGEST);
    Instant bounded = until.isAfter(latest) ? latest : until;
    quietUntil.accumulateAndGet(bounded, (a, b) -> a.isAfter(b) ? a : b);
  }

  private Optional<Instant> retryAfter(HttpHeaders headers) {
    return headers.firstValue("Retry-After").flatMap(this::instant);
  }

  private Optional<Instant> reset(HttpHeaders headers) {
    return headers
        .firstValue("X-RateLimit-Reset")
        .or(() -> headers.firstValue("RateLimit-Reset"))
        .flatMap(this::instant);
  }

  private static Optional<Long> remaining(HttpHeaders headers) {
    return headers
        .firstValue("X-RateLimit-Remaining")
        .or(() -> headers.firstValue("RateLimit-Remaining"))
        .flatMap(Pacing::number);
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      // A processor's own notation; it then goes without.
      return Optional.empty();
    }
  }

  /** Seconds from now, seconds since 1970, or a date, as processors variously write it. */
  private Optional<Instant> instant(String text) {
    Optional<Long> number = number(text);
    if (number.isPresent()) {
      long seconds = Math.clamp(number.get(), 0, Integer.MAX_VALUE * 2L);
      return Optional.of(
          seconds >= SMALLEST_INSTANT
              ? Instant.ofEpochSecond(seconds)
              : clock.instant().plusSeconds(seconds));
    }
    for (DateTimeFormatter format :
        new DateTimeFormatter[] {
          DateTimeFormatter.RFC_1123_DATE_TIME, DateTimeFormatter.ISO_OFFSET_DATE_TIME
        }) {
      try {
        return Optional.of(ZonedDateTime.parse(text.strip(), format).toInstant());
      } catch (DateTimeException e) {
        // Not this one.
      }
    }
    return Optional.empty();
  }
}
