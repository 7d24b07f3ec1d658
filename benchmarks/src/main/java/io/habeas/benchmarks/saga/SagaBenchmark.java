package io.habeas.benchmarks.saga;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Erasures through all four phases, by the orchestrator of production and participants that do
 * nothing, on one broker, all on this machine.
 *
 * <p>First as many as it can carry: a bounded number is kept in flight, and completions are counted
 * between two instants in the middle of that. Then latency, at 70 % of that rate on a fixed
 * schedule: a request that is written late because everything stands still counts from when it was
 * due. Last, with nothing else to do, what the broker carries without any thought.
 */
public final class SagaBenchmark {
  private static final double SHARE_OF_MOST = 0.7;
  private static final Duration LONGEST_MEASUREMENT = Duration.ofSeconds(60);
  private static final Duration LONGEST_SCHEDULE = Duration.ofSeconds(30);
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(60);
  private static final int RAW_RECORDS_PER_REQUEST = 200;
  private static final int MOST_IN_FLIGHT = 2_000;
  private static final int FEWEST_IN_FLIGHT = 50;

  private final Options options;
  private final Stage stage;
  private final Consumer<String> progress;

  private SagaBenchmark(Options options, Stage stage, Consumer<String> progress) {
    this.options = options;
    this.stage = stage;
    this.progress = progress;
  }

  /**
   * How much is measured.
   *
   * @param participants how many participants every request goes through, at least 1
   * @param threads stream threads of the orchestrator, at least 1, which is what production has
   *     unless it is told otherwise
   * @param requests how many completions are measured at full load, at least 10, and at most how
   *     many latencies; half as many more warm up. On a slow machine a measurement ends before,
   *     after a minute
   * @param directory an empty directory for everything that is written
   */
  public record Options(int participants, int threads, int requests, Path directory) {
    public Options {
      if (participants < 1 || threads < 1 || requests < 10) {
        throw new IllegalArgumentException(
            "Expected at least 1 participant, 1 thread and 10 requests but got %d, %d and %d"
                .formatted(participants, threads, requests));
      }
    }
  }

  /**
   * Measures.
   *
   * @param progress is told a line at a time what is being done and what came of it
   * @throws IllegalStateException if a server does not start, or nothing completes
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public static SagaReport run(Options options, Consumer<String> progress)
      throws InterruptedException {
    progress.accept("Starting a broker, a registry, the orchestrator and its participants");
    try (Stage stage =
        Stage.start(options.directory(), participants(options.participants()), options.threads())) {
      return new SagaBenchmark(options, stage, progress).measure();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Expected to measure but could not", e.getCause());
    }
  }

  /** The names of the participants. */
  static List<String> participants(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "store-" + i).toList();
  }

  private SagaReport measure() throws ExecutionException, InterruptedException {
    double sagasPerSecond = atFullLoad();
    WrittenRecords written = stage.writtenRecords();
    double requests = stage.requests().written().size();
    double recordsPerRequest = written.travelling() / requests;
    double recordsPerSecond = sagasPerSecond * recordsPerRequest;
    say(
        "  %.0f sagas per second, %.1f records each: %.0f records per second",
        sagasPerSecond, recordsPerRequest, recordsPerSecond);

    double offered = sagasPerSecond * SHARE_OF_MOST;
    Histogram latencies = onSchedule(offered);
    say(
        "  median %.0f ms, 99 in 100 within %.0f ms, the longest %.0f ms",
        millis(latencies.getValueAtPercentile(50)),
        millis(latencies.getValueAtPercentile(99)),
        millis(latencies.getMaxValue()));

    say("Producing and consuming without any thought");
    double raw = stage.rawRecordsPerSecond(options.requests() * RAW_RECORDS_PER_REQUEST);
    say("  %.0f records per second", raw);

    say("Reading what became of every request");
    Outcomes outcomes = stage.outcomes();
    say(
        "  %d completed once, %d never, %d more than once, %d otherwise than expected",
        outcomes.once(), outcomes.never(), outcomes.several(), outcomes.otherwise());
    return new SagaReport(
        options.participants(),
        options.threads(),
        stage.requests().written().size(),
        outcomes.asExpected() ? outcomes.once() : outcomes.once() - outcomes.otherwise(),
        sagasPerSecond,
        recordsPerRequest,
        written.changelogs() / requests,
        recordsPerSecond,
        raw,
        recordsPerSecond / raw,
        offered,
        millis(latencies.getValueAtPercentile(50)),
        millis(latencies.getValueAtPercentile(99)),
        millis(latencies.getMaxValue()),
        Runtime.getRuntime().availableProcessors());
  }

  private double atFullLoad() throws InterruptedException {
    int warmUp = options.requests() / 2;
    int most = Math.clamp(options.requests() / 5, FEWEST_IN_FLIGHT, MOST_IN_FLIGHT);
    say(
        "Keeping %d requests in flight, %d to warm up and %d measured",
        most, warmUp, options.requests());
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(
            () -> {
              try {
                stage.requests().keepInFlight(most, enough::get);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            task -> Thread.ofPlatform().daemon().name("load").start(task));
    double sagasPerSecond;
    try {
      sagasPerSecond = rate(warmUp);
    } finally {
      enough.set(true);
      load.join();
    }
    drain();
    return sagasPerSecond;
  }

  private double rate(int warmUp) throws InterruptedException {
    InFlight.Mark begin = stage.inFlight().awaitCompleted(warmUp, LONGEST_MEASUREMENT);
    InFlight.Mark end =
        stage.inFlight().awaitCompleted(warmUp + options.requests(), LONGEST_MEASUREMENT);
    if (end.completed() == begin.completed()) {
      throw new IllegalStateException(
          "Expected requests to complete but none did within %s".formatted(LONGEST_MEASUREMENT));
    }
    return end.rateSince(begin);
  }

  private Histogram onSchedule(double perSecond) throws InterruptedException {
    int count = (int) Math.clamp(perSecond * LONGEST_SCHEDULE.toSeconds(), 1, options.requests());
    int warmUp = Math.max(1, count / 5);
    say("Writing %.0f requests per second on a fixed schedule, %d measured", perSecond, count);
    long begin = System.nanoTime();
    Histogram latencies =
        stage
            .inFlight()
            .measureFrom(begin + (long) (warmUp * TimeUnit.SECONDS.toNanos(1) / perSecond));
    stage.requests().onSchedule(warmUp + count, perSecond, begin);
    drain();
    return latencies;
  }

  private void drain() throws InterruptedException {
    int left = stage.inFlight().awaitNone(LONGEST_DRAIN);
    if (left > 0) {
      say("  %d requests did not complete within %s", left, LONGEST_DRAIN);
    }
  }

  private void say(String format, Object... values) {
    progress.accept(String.format(Locale.ROOT, format, values));
  }

  private static double millis(long micros) {
    return micros / 1_000.0;
  }
}
