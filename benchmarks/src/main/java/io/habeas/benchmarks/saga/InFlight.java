package io.habeas.benchmarks.saga;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;

/** Requests that are accepted and not completed yet. Safe for use by several threads. */
final class InFlight {
  private static final int SIGNIFICANT_DIGITS = 3;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Long> dueAt = new HashMap<>();
  private Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
  private long measuredFrom = Long.MAX_VALUE;
  private long completed;

  /**
   * How far things were at one time.
   *
   * @param completed how many requests had completed
   * @param nanos that time, by {@link System#nanoTime}
   */
  record Mark(long completed, long nanos) {
    /** Completions per second since {@code earlier}. */
    double rateSince(Mark earlier) {
      return (completed - earlier.completed)
          * (double) TimeUnit.SECONDS.toNanos(1)
          / (nanos - earlier.nanos);
    }
  }

  /**
   * A request is about to be accepted.
   *
   * @param due when it was to be, by {@link System#nanoTime}: its latency counts from then, however
   *     late the generator is
   */
  void accepted(String request, long due) {
    lock.lock();
    try {
      dueAt.put(request, due);
    } finally {
      lock.unlock();
    }
  }

  /** A request has completed. One that was not in flight is left to the check at the end. */
  void completed(String request) {
    long now = System.nanoTime();
    lock.lock();
    try {
      Long due = dueAt.remove(request);
      if (due == null) {
        return;
      }
      completed++;
      if (due >= measuredFrom) {
        latencies.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(now - due)));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * From now on the latencies of requests that are due at {@code from} or later are kept.
   *
   * @return where they are kept, in microseconds; to be read when none is in flight any more
   */
  Histogram measureFrom(long from) {
    lock.lock();
    try {
      latencies = new Histogram(SIGNIFICANT_DIGITS);
      measuredFrom = from;
      return latencies;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until fewer than {@code most} are in flight, or a moment has passed. */
  boolean awaitRoom(int most) throws InterruptedException {
    lock.lock();
    try {
      return dueAt.size() < most
          || changed.await(100, TimeUnit.MILLISECONDS) && dueAt.size() < most;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until {@code count} requests in all have completed, or the time is up. */
  Mark awaitCompleted(long count, Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (completed < count && left > 0) {
        left = changed.awaitNanos(left);
      }
      return new Mark(completed, System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** Waits until none is in flight, or the time is up; returns how many still are. */
  int awaitNone(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!dueAt.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return dueAt.size();
    } finally {
      lock.unlock();
    }
  }
}
