package io.habeas.benchmarks.saga;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;

/**
 * Requests that are to be woken soon, and how late they are: from when they were due until it could
 * be read that they went on. Safe for use by several threads.
 */
final class WakeUps {
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final Duration SOON = Duration.ofHours(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Instant> due = new HashMap<>();
  private Histogram late = new Histogram(SIGNIFICANT_DIGITS);
  private int open;

  /** A request cools off; it is of interest if that is over soon. */
  void waits(String request, Instant until) {
    if (until.isAfter(Instant.now().plus(SOON))) {
      return;
    }
    lock.lock();
    try {
      due.put(request, until);
      open++;
    } finally {
      lock.unlock();
    }
  }

  void woken(String request) {
    lock.lock();
    try {
      Instant until = due.get(request);
      if (until != null) {
        late.recordValue(Math.max(0, until.until(Instant.now(), ChronoUnit.MICROS)));
      }
    } finally {
      lock.unlock();
    }
  }

  void completed(String request) {
    lock.lock();
    try {
      if (due.remove(request) != null) {
        open--;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all are woken and completed.
   *
   * @return how late they were; counting begins anew
   * @throws IllegalStateException if some are not within {@code limit}
   */
  LatencyReport await(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (open > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (open > 0) {
        throw new IllegalStateException(
            "Expected every request to be woken within %d seconds but %d were not"
                .formatted(TimeUnit.NANOSECONDS.toSeconds(limit.toNanos()), open));
      }
      LatencyReport counted = LatencyReport.of(late);
      late = new Histogram(SIGNIFICANT_DIGITS);
      return counted;
    } finally {
      lock.unlock();
    }
  }
}
