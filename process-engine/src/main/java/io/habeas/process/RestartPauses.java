package io.habeas.process;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/** How long to wait before each restart: longer while failures follow one another. */
final class RestartPauses {
  static final Duration SHORTEST = Duration.ofMillis(500);
  static final Duration LONGEST = Duration.ofSeconds(30);

  /** After so long without a failure the next one counts as a first. */
  static final Duration QUIET = Duration.ofMinutes(2);

  private @Nullable BackOffExecution row;
  private Instant lastFailure = Instant.MIN;

  /** The pause after a failure at {@code now}. */
  Duration after(Instant now) {
    BackOffExecution current = row;
    if (current == null || lastFailure.plus(QUIET).isBefore(now)) {
      current = doubling().start();
    }
    row = current;
    lastFailure = now;
    return Duration.ofMillis(current.nextBackOff());
  }

  private static ExponentialBackOff doubling() {
    var backOff = new ExponentialBackOff(SHORTEST.toMillis(), 2);
    backOff.setMaxInterval(LONGEST.toMillis());
    return backOff;
  }
}
