package io.habeas.benchmarks.saga;

import io.habeas.benchmarks.saga.InFlight.Latencies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

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
  private static final int RAW_RECORDS_PER_REQUEST = 200;

  private final Options options;
  private final Stage<?> stage;
  private final Load load;
  private final Consumer<String> progress;

  private SagaBenchmark(Options options, Stage<?> stage, Consumer<String> progress) {
    this.options = options;
    this.stage = stage;
    this.load = new Load(stage.requests(), stage.events().inFlight(), progress);
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

    private int rawRecords() {
      return requests * RAW_RECORDS_PER_REQUEST;
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
    try (Stage<?> stage =
        Stage.start(
            options.directory(),
            participants(options.participants()),
            where -> Orchestrator.start(where.options(options.threads(), Duration.ZERO)))) {
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
    Load.Most most = load.most(options.requests());
    WrittenRecords written = stage.writtenRecords();
    double requests = stage.requests().written().size();
    double recordsPerRequest = written.travelling() / requests;
    double recordsPerSecond = most.sagasPerSecond() * recordsPerRequest;
    say(
        "  %.0f sagas per second, %.1f records each: %.0f records per second",
        most.sagasPerSecond(), recordsPerRequest, recordsPerSecond);

    double offered = most.sagasPerSecond() * SHARE_OF_MOST;
    Latencies latencies = load.onSchedule(offered, options.requests());
    LatencyReport latency = LatencyReport.of(latencies.whole());
    say(
        "  median %.0f ms, 99 in 100 within %.0f ms, the longest %.0f ms",
        latency.p50Millis(), latency.p99Millis(), latency.maxMillis());

    say("Producing and consuming without any thought");
    double raw = stage.rawRecordsPerSecond(options.rawRecords());
    say("  %.0f records per second", raw);

    say("Reading what became of every request");
    Outcomes outcomes = stage.outcomes(stage.requests().written());
    say(
        "  %d completed once, %d never, %d more than once, %d otherwise than expected",
        outcomes.once(), outcomes.never(), outcomes.several(), outcomes.otherwise());
    return new SagaReport(
        options.participants(),
        options.threads(),
        stage.requests().written().size(),
        outcomes.asExpected() ? outcomes.once() : outcomes.once() - outcomes.otherwise(),
        most.sagasPerSecond(),
        most.cpuMillisPerRequest(),
        recordsPerRequest,
        written.changelogs() / requests,
        recordsPerSecond,
        raw,
        recordsPerSecond / raw,
        offered,
        latency.p50Millis(),
        latency.p99Millis(),
        latency.maxMillis(),
        LatencyReport.stretches(latencies),
        Runtime.getRuntime().availableProcessors());
  }

  private void say(String format, Object... values) {
    progress.accept(String.format(Locale.ROOT, format, values));
  }
}
