package io.habeas.standalone.cli;

import io.habeas.standalone.PortPlan;
import io.habeas.standalone.Server;
import io.habeas.standalone.Standalone;
import io.habeas.standalone.sample.AccountsDatabase;
import io.habeas.standalone.sample.ImageBucket;
import io.habeas.standalone.sample.SampleStores;
import java.nio.file.Path;

/** Where to find what is running. */
final class Addresses {

  private Addresses() {}

  static void print(Terminal terminal, Standalone standalone, Path data) {
    PortPlan ports = standalone.ports();
    terminal.say("  requests          POST %s/v1/requests", standalone.intake());
    terminal.say(
        "  sample database   %s (user %s)",
        AccountsDatabase.jdbcUrl(ports.of(Server.POSTGRES)), AccountsDatabase.USER);
    SampleStores.Where stores = standalone.sampleStores();
    terminal.say(
        "  its documents     %s, database %s", stores.conversations(), SampleStores.CONVERSATIONS);
    terminal.say(
        "  its images        %s/%s (client %s, secret in %s)",
        stores.images(),
        ImageBucket.NAME,
        stores.accessKey(),
        data.resolve("secrets").resolve("s3-secret"));
    terminal.say("  its sessions      %s", stores.sessions());
    terminal.say(
        "  its AI provider   %s, agent %s, reporter %s (secrets in %s)",
        stores.provider().provider(),
        stores.provider().agent(),
        stores.provider().reporter().client(),
        data.resolve("secrets"));
    terminal.say(
        "  letters           imap://127.0.0.1:%d (user: the address, any password)",
        ports.of(Server.IMAP));
    terminal.say(
        "  tokens            http://127.0.0.1:%d/oauth2/token (client operator, secret in %s)",
        ports.of(Server.AUTHORIZATION), data.resolve("secrets").resolve("client-operator"));
    terminal.say("  metrics           %s/actuator/prometheus", standalone.intake());
    terminal.say("  log               %s", data.resolve("habeas.log"));
  }
}
