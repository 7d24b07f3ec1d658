package io.habeas.standalone.cli;

import io.habeas.benchmarks.directives.DirectivesBenchmark;
import io.habeas.benchmarks.directives.DirectivesReport;
import io.habeas.benchmarks.start.StartBenchmark;
import io.habeas.benchmarks.start.StartReport;
import io.habeas.benchmarks.store.StoreBenchmark;
import io.habeas.benchmarks.store.StoreReport;
import io.habeas.standalone.LogFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
          "How many erasures a second are carried through, and how long one takes under load;"
              + " with --backlog, what many that wait cost the others.",
      mixinStandardHelpOptions = true)
  int saga(
      @Option(
              names = "--participants",
              paramLabel = "N",
              split = ",",
              defaultValue = "8",
              description =
                  "Participants of every request; several numbers for as many runs, one after the"
                      + " other. Default: ${DEFAULT-VALUE}.")
          List<Integer> participants,
      @Option(
              names = "--threads",
              paramLabel = "N",
              defaultValue = "1",
              description = "Stream threads of the orchestrator. Default: ${DEFAULT-VALUE}.")
          int threads,
      @Option(
              names = "--requests",
              paramLabel = "N",
              defaultValue = "6000",
              description =
                  "Completions that are measured; with more than 8 participants fewer."
                      + " Default: ${DEFAULT-VALUE}.")
          int requests,
      @Nullable
          @Option(
              names = "--backlog",
              paramLabel = "N",
              split = ",",
              description =
                  "How many requests wait meanwhile; several rising numbers are reached one after"
                      + " the other.")
          List<Integer> backlog,
      @Option(
              names = "--kill",
              description = "With --backlog: kills the orchestrator, with its stores and without.")
          boolean kill,
      @Mixin ReportOption figures)
      throws InterruptedException {
    SagaCommand command = new SagaCommand(terminal(), requests);
    Record report;
    if (backlog != null) {
      if (participants.size() != 1) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "Expected one number of participants with --backlog");
      }
      report = command.backlog(participants.getFirst(), backlog, kill);
    } else if (kill) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Expected --kill together with --backlog");
    } else {
      report = command.sagas(participants, threads);
    }
    figures.keep(report);
    return command.everyRequestOnce() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
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
      @Mixin ReportOption figures)
      throws InterruptedException {
    Terminal terminal = terminal();
    Path script = installation.home().resolve("habeas");
    StartReport report =
        Scratch.with(
            terminal,
            (directory, progress) ->
                StartBenchmark.run(new StartBenchmark.Options(script, runs, directory), progress));
    figures.keep(report);
    terminal.say(
        "%nseconds from the command until every service is ready: %.1f at least, %.1f in the"
            + " middle, %.1f at most",
        report.minSeconds(), report.medianSeconds(), report.maxSeconds());
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "store",
      description =
          "How many people a second a store agent locates, erases and verifies in PostgreSQL,"
              + " beside statements written by hand.",
      mixinStandardHelpOptions = true)
  int store(
      @Option(
              names = "--rounds",
              paramLabel = "N",
              defaultValue = "5",
              description = "How often each has its turn. Default: ${DEFAULT-VALUE}.")
          int rounds,
      @Option(
              names = "--subjects",
              paramLabel = "N",
              defaultValue = "1000",
              description = "People in one turn. Default: ${DEFAULT-VALUE}.")
          int subjects,
      @Option(
              names = "--poll",
              paramLabel = "N",
              defaultValue = "50",
              description = "Tasks that the agent is handed at once. Default: ${DEFAULT-VALUE}.")
          int poll,
      @Mixin ReportOption figures)
      throws InterruptedException {
    Terminal terminal = terminal();
    StoreReport report =
        Scratch.with(
            terminal,
            (directory, progress) -> {
              LogFile.open(directory.resolve("habeas.log"));
              return StoreBenchmark.run(
                  new StoreBenchmark.Options(rounds, subjects, poll, directory), progress);
            });
    figures.keep(report);
    terminal.say(
        """

        subjects per second   %10.0f
        written by hand       %10.0f
        ratio                 %10.2f
        erased as expected    %10s\
        """,
        report.subjectsPerSecond(),
        report.handWrittenSubjectsPerSecond(),
        report.ratio(),
        report.asExpected() ? "yes" : "no");
    return report.asExpected() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  @Command(
      name = "directives",
      description = "How long a product service takes to look up what it must respect.",
      mixinStandardHelpOptions = true)
  int directives(
      @Option(
              names = "--people",
              paramLabel = "N",
              defaultValue = "1000000",
              description = "People whom something is directed about. Default: ${DEFAULT-VALUE}.")
          int people,
      @Option(
              names = "--look-ups",
              paramLabel = "N",
              defaultValue = "1000000",
              description = "Look-ups that are timed. Default: ${DEFAULT-VALUE}.")
          int lookUps,
      @Mixin ReportOption figures)
      throws InterruptedException {
    Terminal terminal = terminal();
    DirectivesReport report =
        Scratch.with(
            terminal,
            (directory, progress) -> {
              LogFile.open(directory.resolve("habeas.log"));
              return DirectivesBenchmark.run(
                  new DirectivesBenchmark.Options(people, lookUps, directory), progress);
            });
    figures.keep(report);
    terminal.say(
        """

        seconds to follow     %10.1f
        bytes per person      %10.0f
        a look-up:
          median              %10.2f us
          99 in 100 within    %10.2f us
        answered as directed  %10s\
        """,
        report.secondsToFollow(),
        report.bytesPerPerson(),
        report.p50Micros(),
        report.p99Micros(),
        report.asExpected() ? "yes" : "no");
    return report.asExpected() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private Terminal terminal() {
    return new Terminal(spec.commandLine().getOut());
  }
}
