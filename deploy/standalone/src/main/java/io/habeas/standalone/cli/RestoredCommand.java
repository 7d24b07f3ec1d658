package io.habeas.standalone.cli;

import io.habeas.standalone.Server;
import io.habeas.standalone.authorization.ClientCredentials;
import io.habeas.standalone.person.OfficersDesk;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Has a store erase again what a backup brought back, and says when it is fit again. */
@Command(
    name = "restored",
    description =
        "After STORE was restored from a backup: has erased again what it had erased since, and"
            + " waits until it is fit again. May be broken off and called again.",
    mixinStandardHelpOptions = true)
final class RestoredCommand implements Callable<Integer> {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final int DEFAULT_BASE = 8080;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private Installation installation = new Installation();

  @Parameters(
      index = "0",
      paramLabel = "STORE",
      description = "The participant's name, as the controller approved it.")
  private String store = "";

  @Option(
      names = "--backup-time",
      required = true,
      paramLabel = "T",
      description = "The state to which it was brought back, such as 2026-11-27T03:00:00+01:00.")
  private OffsetDateTime backupTime = OffsetDateTime.MIN;

  @Option(
      names = "--api",
      paramLabel = "URL",
      description = "Where the operators' API is. Default: where ./habeas up has it.")
  private URI api = URI.create(local(Server.INTAKE));

  @Option(
      names = "--token-uri",
      paramLabel = "URL",
      description = "Who gives tokens. Default: as ./habeas up.")
  private URI tokens = URI.create(local(Server.AUTHORIZATION) + "/oauth2/token");

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      defaultValue = "operator",
      description = "A client with the role dpo. Default: ${DEFAULT-VALUE}.")
  private String client = "";

  @Option(
      names = "--client-secret-file",
      paramLabel = "FILE",
      description = "A file with its secret. Default: as ./habeas up, in data/secrets.")
  private Path secret = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    Terminal terminal = new Terminal(spec.commandLine().getOut());
    try (OfficersDesk desk =
        new OfficersDesk(api, new ClientCredentials(tokens, client, secretText()))) {
      JsonNode begun = desk.restored(store, backupTime);
      String restoration = begun.path("restorationId").asString();
      terminal.say(
          "%s erases again what it had erased since %s: %d requests (restoration %s)",
          store, backupTime, begun.path("requests").asInt(), restoration);
      return await(desk, restoration, terminal);
    }
  }

  /** Until nothing is waited for any more, however long that takes. */
  private int await(OfficersDesk desk, String restoration, Terminal terminal)
      throws InterruptedException {
    Instant begun = Instant.now();
    String before = "";
    while (true) {
      JsonNode now = desk.restoration(restoration).orElse(null);
      if (now != null) {
        int requests = now.path("requests").asInt();
        int replayed = now.path("replayed").asInt();
        int forgotten = now.path("notReplayable").size();
        String line =
            "%d of %d erased again, %d not replayable".formatted(replayed, requests, forgotten);
        if (!line.equals(before)) {
          terminal.say(
              "  %6.1f s  %s", Duration.between(begun, Instant.now()).toMillis() / 1000.0, line);
          before = line;
        }
        if (now.path("fit").asBoolean()) {
          terminal.say("%s is fit again.", store);
          return ExitCode.OK;
        }
        if (replayed + forgotten >= requests && now.path("waiting").isEmpty()) {
          now.path("notReplayable")
              .forEach(id -> terminal.say("  request %s has to be seen to by hand", id.asString()));
          terminal.say("%s is NOT fit: the vault has forgotten by what these were erased.", store);
          return ExitCode.SOFTWARE;
        }
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private String secretText() throws IOException {
    Path file =
        secret.toString().isEmpty()
            ? installation.home().resolve("data").resolve("secrets").resolve("client-" + client)
            : secret;
    if (!Files.isReadable(file)) {
      throw new IllegalStateException(
          "Expected the secret of %s in %s but it cannot be read".formatted(client, file));
    }
    return Files.readString(file).strip();
  }

  private static String local(Server server) {
    return "http://127.0.0.1:" + (DEFAULT_BASE + server.place());
  }
}
