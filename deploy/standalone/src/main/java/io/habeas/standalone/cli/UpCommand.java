package io.habeas.standalone.cli;

import io.habeas.standalone.LogFile;
import io.habeas.standalone.Standalone;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Keeps everything running until it is interrupted. */
@Command(
    name = "up",
    description = "Starts everything and keeps it running until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private Installation installation = new Installation();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept; survives restarts. Default: data in the checkout.")
  private Path data = Path.of("");

  @Option(
      names = "--port-base",
      paramLabel = "N",
      defaultValue = "8080",
      description = "The first of twenty ports; 0 for free ones. Default: ${DEFAULT-VALUE}.")
  private int portBase;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = new Terminal(spec.commandLine().getOut());
    Path directory =
        data.toString().isEmpty() ? installation.home().resolve("data") : data.toAbsolutePath();
    Instant begun = Instant.now();
    Standalone standalone =
        Lifetime.begin(
                Standalone.prepare(
                    new Standalone.Options(directory, portBase, installation.sample()), terminal),
                terminal)
            .standalone();
    LogFile.open(directory.resolve("habeas.log"));

    terminal.say("Starting Habeas on %s", directory);
    standalone.start();
    terminal.say(
        "%nReady after %.1f s. Stop with Ctrl-C.",
        Duration.between(begun, Instant.now()).toMillis() / 1000.0);
    Addresses.print(terminal, standalone, directory);
    new CountDownLatch(1).await();
    return 0;
  }
}
