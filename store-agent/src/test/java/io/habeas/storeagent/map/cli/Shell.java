package io.habeas.storeagent.map.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** Runs {@code map} as a person at a terminal would. */
final class Shell {
  private Shell() {}

  /** What came of a command. */
  record Result(int exitCode, List<String> out, List<String> err) {
    String text() {
      return String.join("\n", out);
    }
  }

  static Result run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new MapCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                  command.getErr().println(failure.getMessage());
                  return CommandLine.ExitCode.SOFTWARE;
                })
            .execute(List.of(arguments).stream().map(String::valueOf).toArray(String[]::new));
    return new Result(exitCode, out.toString().lines().toList(), err.toString().lines().toList());
  }
}
