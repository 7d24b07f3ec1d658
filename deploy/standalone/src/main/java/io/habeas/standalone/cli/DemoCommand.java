package io.habeas.standalone.cli;

import io.habeas.standalone.LogFile;
import io.habeas.standalone.Server;
import io.habeas.standalone.Standalone;
import io.habeas.standalone.demo.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows requests of four people from first to last, and checks what was done. */
@Command(
    name = "demo",
    description =
        "Shows a copy, an erasure with a store down, a withdrawal and a hold, and checks them.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private Installation installation = new Installation();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept. Default: a temporary directory, deleted at the end.")
  private Path data = Path.of("");

  @Option(
      names = "--port-base",
      paramLabel = "N",
      defaultValue = "0",
      description = "The first of twenty ports; 0, the default, for free ones.")
  private int portBase;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description =
          "Where the package, the letters and a summary go. Default: demo-results, one directory a"
              + " run.")
  private Path results =
      Path.of(
          "demo-results",
          LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss")));

  @Override
  public Integer call() throws IOException, SQLException {
    Terminal terminal = new Terminal(spec.commandLine().getOut());
    boolean temporary = data.toString().isEmpty();
    Path directory = temporary ? Files.createTempDirectory("habeas-demo-") : data.toAbsolutePath();
    Lifetime lifetime =
        Lifetime.begin(
            Standalone.prepare(
                new Standalone.Options(directory, portBase, installation.sample()), terminal),
            terminal);
    if (temporary) {
      lifetime.deleteAtTheEnd(directory);
    }
    Path log = directory.resolve("habeas.log");
    LogFile.open(log);
    boolean holds = false;
    try {
      holds = run(lifetime.standalone(), directory, terminal);
      return holds ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } finally {
      if (!holds) {
        lifetime.keepEverything();
        terminal.say("%nThe log is %s", log);
      }
    }
  }

  private boolean run(Standalone standalone, Path directory, Terminal terminal)
      throws SQLException {
    terminal.say("Starting Habeas on %s", directory);
    standalone.start();
    return new Demo(
            new Demo.Where(
                standalone.intake(),
                standalone.ports().of(Server.IMAP),
                standalone.officer(),
                standalone.sampleStores()),
            results.toAbsolutePath(),
            line -> terminal.say("%s", line))
        .run();
  }
}
