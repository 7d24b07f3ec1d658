package io.habeas.standalone.cli;

import io.habeas.benchmarks.ReportFile;
import io.habeas.benchmarks.saga.SagaBenchmark;
import io.habeas.benchmarks.saga.SagaReport;
import io.habeas.benchmarks.start.StartBenchmark;
import io.habeas.benchmarks.start.StartReport;
import io.habeas.standalone.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures on this machine; docs/performance.md says what was measured and how to read it. */
@Command(
    name = "bench",
    description = "Measures Habeas on this machine.",
    synopsisSubcommandLabel = "BENCHMARK",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "saga",
      description =
          "How many erasures a second are carried through, and how long one takes under load.",
      mixinStandardHelpOptions = true)
  int saga(
      @Option(
              names = "--participants",
              paramLabel = "N",
              defaultValue = "8",
              description = "Participants of every request. Default: ${DEFAULT-VALUE}.")
          int participants,
      @Option(
              names = "--requests",
              paramLabel = "N",
              defaultValue = "10000",
              description = "Completions that are measured. Default: ${DEFAULT-VALUE}.")
          int requests,
      @Nullable
          @Option(
              names = "--json",
              paramLabel = "FILE",
              description = "Where to write the figures too.")
          Path json)
      throws IOException, InterruptedException {
    Terminal terminal = terminal();
    Path directory = temporary();
    LogFile.open(directory.resolve("habeas.log"));
    SagaReport report =
        SagaBenchmark.run(
            new SagaBenchmark.Options(participants, requests, directory),
            line -> terminal.say("%s", line));
    Optional.ofNullable(json).ifPresent(file -> ReportFile.write(file, report));
    terminal.say(
        """

        sagas per second      %10.0f
        records per request   %10.1f   and %.1f in changelogs
        records per second    %10.0f
        raw                   %10.0f
        ratio                 %10.1f %%
        at %.0f per second:
          median              %10.0f ms
          99 in 100 within    %10.0f ms
          longest             %10.0f ms
        completed once        %10d   of %d\
        """,
        report.sagasPerSecond(),
        report.recordsPerRequest(),
        report.changelogRecordsPerRequest(),
        report.recordsPerSecond(),
        report.rawRecordsPerSecond(),
        report.ratio() * 100,
        report.offeredPerSecond(),
        report.p50Millis(),
        report.p99Millis(),
        report.maxMillis(),
        report.completedOnce(),
        report.requests());
    return report.everyRequestOnce() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  @Command(
      name = "start",
      description = "How long \"up\" takes until every service is ready.",
      mixinStandardHelpOptions = true)
  int start(
      @Mixin Installation installation,
      @Option(
              names = "--runs",
              paramLabel = "N",
              defaultValue = "3",
              description = "How many times. Default: ${DEFAULT-VALUE}.")
          int runs,
      @Nullable
          @Option(
              names = "--json",
              paramLabel = "FILE",
              description = "Where to write the figures too.")
          Path json)
      throws IOException, InterruptedException {
    Terminal terminal = terminal();
    StartReport report =
        StartBenchmark.run(
            new StartBenchmark.Options(installation.home().resolve("habeas"), runs, temporary()),
            line -> terminal.say("%s", line));
    Optional.ofNullable(json).ifPresent(file -> ReportFile.write(file, report));
    terminal.say(
        "%nseconds from the command until every service is ready: %.1f at least, %.1f in the"
            + " middle, %.1f at most",
        report.minSeconds(), report.medianSeconds(), report.maxSeconds());
    return CommandLine.ExitCode.OK;
  }

  private Terminal terminal() {
    return new Terminal(spec.commandLine().getOut());
  }

  /** A directory that goes with this process, and with it what it started. */
  private static Path temporary() throws IOException {
    Path directory = Files.createTempDirectory("habeas-bench-");
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  ProcessHandle.current()
                      .children()
                      .forEach(
                          child -> {
                            child.destroy();
                            child.onExit().join();
                          });
                  try {
                    FileSystemUtils.deleteRecursively(directory);
                  } catch (IOException e) {
                    System.err.println(
                        "habeas: Expected to delete " + directory + " but could not");
                  }
                },
                "delete"));
    return directory;
  }
}
