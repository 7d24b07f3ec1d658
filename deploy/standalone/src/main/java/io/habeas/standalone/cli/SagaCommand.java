package io.habeas.standalone.cli;

import io.habeas.benchmarks.saga.BacklogBenchmark;
import io.habeas.benchmarks.saga.BacklogReport;
import io.habeas.benchmarks.saga.LatencyReport;
import io.habeas.benchmarks.saga.SagaBenchmark;
import io.habeas.benchmarks.saga.SagaReport;
import io.habeas.benchmarks.saga.ScaleReport;
import io.habeas.standalone.LogFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs what {@code bench saga} was asked for, and shows what came of it. */
final class SagaCommand {
  private static final int PARTICIPANTS_OF_ALL_REQUESTS = 8;

  private final Terminal terminal;
  private final int requests;
  private boolean everyRequestOnce = true;

  SagaCommand(Terminal terminal, int requests) {
    this.terminal = terminal;
    this.requests = requests;
  }

  /** Whether in all that was run every request completed exactly once. */
  boolean everyRequestOnce() {
    return everyRequestOnce;
  }

  /** One run for each number of participants; a report of its own form where it is only one. */
  Record sagas(List<Integer> participants, int threads) throws InterruptedException {
    List<SagaReport> reports = new ArrayList<>();
    for (int count : participants) {
      // The more there are the longer each takes: a run is to end at about the same time.
      int measured = Math.max(10, requests * PARTICIPANTS_OF_ALL_REQUESTS / Math.max(8, count));
      SagaReport report =
          Scratch.with(
              terminal,
              (directory, progress) -> {
                LogFile.open(directory.resolve("habeas.log"));
                return SagaBenchmark.run(
                    new SagaBenchmark.Options(count, threads, measured, directory), progress);
              });
      show(report);
      everyRequestOnce &= report.everyRequestOnce();
      reports.add(report);
    }
    if (reports.size() == 1) {
      return reports.getFirst();
    }
    ScaleReport scale = ScaleReport.of(reports);
    terminal.say("%nprocessor time per request, of that with %d", participants.getFirst());
    for (int i = 0; i < reports.size(); i++) {
      terminal.say("  with %4d            %10.1f", participants.get(i), scale.cpuRatios().get(i));
    }
    return scale;
  }

  /** What so many requests that wait cost the others. */
  BacklogReport backlog(int participants, List<Integer> open, boolean kill)
      throws InterruptedException {
    BacklogReport report =
        Scratch.with(
            terminal,
            (directory, progress) -> {
              LogFile.open(directory.resolve("habeas.log"));
              return BacklogBenchmark.run(
                  new BacklogBenchmark.Options(participants, open, requests, kill, directory),
                  progress);
            });
    everyRequestOnce &= report.everyRequestOnce();
    terminal.say("");
    row(report, "requests that wait", level -> (double) level.open());
    row(report, "got there per second", BacklogReport.Level::loadedPerSecond);
    row(report, "sagas per second", BacklogReport.Level::sagasPerSecond);
    row(report, "99 in 100 within, ms", level -> level.latency().p99Millis());
    row(report, "woken late, median ms", level -> level.wokenLate().p50Millis());
    row(report, "woken late, 99 in 100", level -> level.wokenLate().p99Millis());
    row(report, "went on after, s", BacklogReport.Level::resumedAfterSeconds);
    row(report, "without stores, s", BacklogReport.Level::resumedWithoutStateSeconds);
    terminal.say("completed once        %10d   of %d", report.completedOnce(), report.requests());
    return report;
  }

  private void row(
      BacklogReport report, String name, Function<BacklogReport.Level, @Nullable Double> figure) {
    StringBuilder row = new StringBuilder("%-22s".formatted(name));
    for (BacklogReport.Level level : report.levels()) {
      Double value = figure.apply(level);
      row.append(value == null ? "%10s".formatted("-") : "%10.1f".formatted(value));
    }
    terminal.say("%s", row);
  }

  private void show(SagaReport report) {
    terminal.say(
        """

        participants          %10d
        sagas per second      %10.0f
        processor time each   %10.1f ms
        records per request   %10.1f   and %.1f in changelogs
        records per second    %10.0f
        raw                   %10.0f
        ratio                 %10.1f %%
        at %.0f per second:
          median              %10.0f ms
          99 in 100 within    %10.0f ms
          longest             %10.0f ms\
        """,
        report.participants(),
        report.sagasPerSecond(),
        report.cpuMillisPerRequest(),
        report.recordsPerRequest(),
        report.changelogRecordsPerRequest(),
        report.recordsPerSecond(),
        report.rawRecordsPerSecond(),
        report.ratio() * 100,
        report.offeredPerSecond(),
        report.p50Millis(),
        report.p99Millis(),
        report.maxMillis());
    report
        .stretches()
        .forEach((stretch, took) -> terminal.say("    %-18s%s", stretch, tookBetween(took)));
    terminal.say("completed once        %10d   of %d", report.completedOnce(), report.requests());
  }

  private static String tookBetween(LatencyReport took) {
    return "%10.0f ms, 99 in 100 within %.0f ms".formatted(took.p50Millis(), took.p99Millis());
  }
}
