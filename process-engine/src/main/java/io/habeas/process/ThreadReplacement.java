package io.habeas.process;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that failed, after a pause that grows while failures follow one another:
 * what failed goes back to its last commit and is tried again.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(ThreadReplacement.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration QUIET = Duration.ofMinutes(2);

  private final ProcessMonitor monitor;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private Duration pause = SHORTEST_PAUSE;
  private Instant lastFailure = Instant.EPOCH;

  ThreadReplacement(ProcessMonitor monitor, InstantSource clock) {
    this.monitor = monitor;
    this.clock = clock;
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable failure) {
    Throwable root = rootOf(failure);
    monitor.failed(root);
    Duration wait = nextPause();
    log.error(
        "Expected a stream thread to go on but it failed with {} at {}; another starts in {}",
        root.getClass().getName(),
        root.getStackTrace().length == 0 ? "an unknown place" : root.getStackTrace()[0],
        wait);
    try {
      if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /** Ends every pause: nothing is replaced any more. */
  void close() {
    closing.countDown();
  }

  synchronized Duration nextPause() {
    Instant now = clock.instant();
    boolean quiet = lastFailure.plus(QUIET).isBefore(now);
    Duration next = quiet ? SHORTEST_PAUSE : pause;
    lastFailure = now;
    Duration doubled = next.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    return next;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
