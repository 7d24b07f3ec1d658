package io.habeas.benchmarks.saga;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;

/** Requests that are accepted and not completed yet. Safe for use by several threads. */
final class InFlight {
  private static final int SIGNIFICANT_DIGITS = 3;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Open> open = new HashMap<>();
  private Latencies latencies = new Latencies();
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
   * What a request goes through, in this order.
   *
   * <p>Each ends when the next was told to have begun: what is measured is when that could be read.
   */
  enum Stretch {
    /** From when it was due to be accepted until participants are asked what they hold. */
    BEGINNING,
    LOCATING,
    /** Until it is asked whether the person may be erased. */
    RESTRICTING,
    AT_GATE,
    ERASING,
    /** Until it is completed. */
    VERIFYING
  }

  /** Where requests spend their time, in microseconds; to be read when none is in flight. */
  static final class Latencies {
    private final Histogram whole = new Histogram(SIGNIFICANT_DIGITS);
    private final Map<Stretch, Histogram> stretches = new EnumMap<>(Stretch.class);

    private Latencies() {
      for (Stretch stretch : Stretch.values()) {
        stretches.put(stretch, new Histogram(SIGNIFICANT_DIGITS));
      }
    }

    /** From due to completed. */
    Histogram whole() {
      return whole;
    }

    /** Of one stretch alone. */
    Histogram of(Stretch stretch) {
      return Objects.requireNonNull(stretches.get(stretch));
    }
  }

  private static final class Open {
    private final long due;
    private long since;
    private int stretch;

    Open(long due) {
      this.due = due;
      this.since = due;
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
      open.put(request, new Open(due));
    } finally {
      lock.unlock();
    }
  }

  /** The next stretch of a request has begun. */
  void goesOn(String request) {
    long now = System.nanoTime();
    lock.lock();
    try {
      Open one = open.get(request);
      if (one != null) {
        ended(one, now);
      }
    } finally {
      lock.unlock();
    }
  }

  private void ended(Open one, long now) {
    if (one.due >= measuredFrom && one.stretch < Stretch.values().length) {
      record(latencies.of(Stretch.values()[one.stretch]), one.since, now);
    }
    one.stretch++;
    one.since = now;
  }

  private static void record(Histogram histogram, long from, long now) {
    histogram.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(now - from)));
  }

  /** A request has completed. One that was not in flight is left to the check at the end. */
  void completed(String request) {
    long now = System.nanoTime();
    lock.lock();
    try {
      Open one = open.remove(request);
      if (one == null) {
        return;
      }
      completed++;
      ended(one, now);
      if (one.due >= measuredFrom) {
        record(latencies.whole(), one.due, now);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * From now on the latencies of requests that are due at {@code from} or later are kept.
   *
   * @return where they are kept
   */
  Latencies measureFrom(long from) {
    lock.lock();
    try {
      latencies = new Latencies();
      measuredFrom = from;
      return latencies;
    } finally {
      lock.unlock();
    }
  }

  /** How many have completed so far. */
  long completed() {
    lock.lock();
    try {
      return completed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until fewer than {@code most} are in flight, or a moment has passed. */
  boolean awaitRoom(int most) throws InterruptedException {
    lock.lock();
    try {
      return open.size() < most || changed.await(100, TimeUnit.MILLISECONDS) && open.size() < most;
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
      while (!open.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return open.size();
    } finally {
      lock.unlock();
    }
  }
}
