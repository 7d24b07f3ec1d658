package io.habeas.standalone;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Asks again until there is an answer, for a limited time. */
public final class Patience {

  private static final Duration PAUSE = Duration.ofMillis(100);

  private Patience() {}

  /**
   * The first answer.
   *
   * @param limit how long to ask
   * @param question gives an answer, or nothing yet
   * @param missed what to say when there was no answer in time: "Expected … but …"
   * @throws IllegalStateException if there is none in time, or the thread is interrupted
   */
  public static <T> T until(
      Duration limit, Supplier<Optional<T>> question, Supplier<String> missed) {
    Instant deadline = Instant.now().plus(limit);
    while (true) {
      Optional<T> answer = question.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      if (Instant.now().isAfter(deadline) || Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException(missed.get());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
