package io.habeas.standalone.cli;

import io.habeas.storeagent.map.cli.MapCommand;
import java.io.PrintWriter;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The one command. */
@Command(
    name = "habeas",
    description = "Answers data subject requests: everything of it, in one process.",
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      MapCommand.class,
      RestoredCommand.class,
      BenchCommand.class,
      CommandLine.HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    version = "Habeas 0.1.0")
public final class Habeas implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Habeas.class);

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs a command and ends with its exit code: 0 only if all went well. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Habeas())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              log.error("Command failed", failure);
              PrintWriter err = command.getErr();
              err.println("habeas: " + oneLine(failure));
              err.flush();
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** What was expected, if anything in the chain of causes says so; else what happened. */
  private static String oneLine(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .map(Throwable::getMessage)
        .filter(message -> message != null && message.startsWith("Expected"))
        .findFirst()
        .orElseGet(failure::toString)
        .lines()
        .findFirst()
        .orElse("failed");
  }
}
