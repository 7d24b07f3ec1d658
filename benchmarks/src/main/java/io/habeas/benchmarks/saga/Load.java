package io.habeas.benchmarks.saga;

import com.sun.management.OperatingSystemMXBean;
import io.habeas.benchmarks.saga.InFlight.Latencies;
import io.habeas.benchmarks.saga.InFlight.Mark;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Asks for erasures: as many as can be carried through, or on a schedule that waits for nobody. */
final class Load {
  private static final Duration LONGEST_MEASUREMENT = Duration.ofSeconds(60);
  private static final Duration LONGEST_SCHEDULE = Duration.ofSeconds(30);
  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(2);
  private static final int MOST_IN_FLIGHT = 2_000;

  private final Requests requests;
  private final InFlight inFlight;
  private final Consumer<String> progress;

  /**
   * @param progress is told a line at a time what is being done
   */
  Load(Requests requests, InFlight inFlight, Consumer<String> progress) {
    this.requests = requests;
    this.inFlight = inFlight;
    this.progress = progress;
  }

  /**
   * What can be carried through.
   *
   * @param sagasPerSecond completions per second
   * @param cpuMillisPerRequest processor time of this process for each of them
   */
  record Most(double sagasPerSecond, double cpuMillisPerRequest) {}

  /**
   * Keeps a bounded number in flight and counts completions between two instants in the middle.
   *
   * @param count how many completions are measured; half as many warm up
   */
  Most most(int count) throws InterruptedException {
    int warmUp = count / 2;
    int most = Math.clamp(count / 5, 1, MOST_IN_FLIGHT);
    say("Keeping %d requests in flight, %d to warm up and %d measured", most, warmUp, count);
    try (Flow flow = keepInFlight(most)) {
      long before = flow.completedBefore();
      Mark begin = inFlight.awaitCompleted(before + warmUp, LONGEST_MEASUREMENT);
      long cpuAtBegin = cpuNanos();
      Mark end = inFlight.awaitCompleted(before + warmUp + count, LONGEST_MEASUREMENT);
      double cpuMillis = (cpuNanos() - cpuAtBegin) / (double) TimeUnit.MILLISECONDS.toNanos(1);
      if (end.completed() == begin.completed()) {
        throw new IllegalStateException(
            "Expected requests to complete but none did within %s".formatted(LONGEST_MEASUREMENT));
      }
      return new Most(end.rateSince(begin), cpuMillis / (end.completed() - begin.completed()));
    }
  }

  /** Keeps so many requests in flight until it is closed; then waits until all are completed. */
  Flow keepInFlight(int most) {
    return new Flow(most);
  }

  /** Requests that are written as others complete. */
  final class Flow implements AutoCloseable {
    private final AtomicBoolean enough = new AtomicBoolean();
    private final long completedBefore;
    private final CompletableFuture<Void> load;

    private Flow(int most) {
      this.completedBefore = inFlight.completed();
      this.load =
          CompletableFuture.runAsync(
              () -> {
                try {
                  requests.keepInFlight(most, enough::get);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              },
              task -> Thread.ofPlatform().daemon().name("load").start(task));
    }

    /** How many requests had completed when it began. */
    long completedBefore() {
      return completedBefore;
    }

    /** Ends early where the thread is interrupted, and leaves it so. */
    @Override
    public void close() {
      enough.set(true);
      load.join();
      try {
        drain();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Writes requests on a schedule, and measures after a warm-up of a fifth.
   *
   * @param most how many are measured at most; fewer if that took too long
   */
  Latencies onSchedule(double perSecond, int most) throws InterruptedException {
    int count = (int) Math.clamp(perSecond * LONGEST_SCHEDULE.toSeconds(), 1, most);
    int warmUp = Math.max(1, count / 5);
    say("Writing %.0f requests per second on a fixed schedule, %d measured", perSecond, count);
    long begin = System.nanoTime();
    Latencies latencies =
        inFlight.measureFrom(begin + (long) (warmUp * TimeUnit.SECONDS.toNanos(1) / perSecond));
    requests.onSchedule(warmUp + count, perSecond, begin);
    drain();
    return latencies;
  }

  private void drain() throws InterruptedException {
    int left = inFlight.awaitNone(LONGEST_DRAIN);
    if (left > 0) {
      say("  %d requests did not complete within %s", left, LONGEST_DRAIN);
    }
  }

  private void say(String format, Object... values) {
    progress.accept(String.format(Locale.ROOT, format, values));
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
