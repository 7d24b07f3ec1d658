package io.habeas.standalone.cli;

import io.habeas.standalone.PortPlan;
import io.habeas.standalone.Standalone;
import io.habeas.standalone.sample.AnypromtStore;
import java.nio.file.Path;

/** Where to find what is running. */
final class Addresses {

  private Addresses() {}

  static void print(Terminal terminal, Standalone standalone, Path data) {
    PortPlan ports = standalone.ports();
    terminal.say("  requests          POST %s/v1/requests", standalone.intake());
    terminal.say(
        "  sample database   %s (user %s)",
        AnypromtStore.jdbcUrl(ports.postgres()), AnypromtStore.USER);
    terminal.say(
        "  letters           imap://127.0.0.1:%d (user: the address, any password)", ports.imap());
    terminal.say(
        "  tokens            http://127.0.0.1:%d/oauth2/token (client operator, secret in %s)",
        ports.authorization(), data.resolve("secrets").resolve("client-operator"));
    terminal.say("  metrics           %s/actuator/prometheus", standalone.intake());
    terminal.say("  log               %s", data.resolve("habeas.log"));
  }
}
