package io.habeas.verifier.vault;

import java.time.Duration;
import reactor.util.retry.Retry;

/** An entry changed between being read and being replaced: read it again. */
final class ChangedMeanwhile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final Retry RETRY =
      Retry.backoff(20, Duration.ofMillis(2)).filter(ChangedMeanwhile.class::isInstance);

  ChangedMeanwhile() {
    super("Expected an unchanged vault entry but it changed meanwhile");
  }
}
