package io.habeas.storeagent.map.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.platform.EmbeddedRedis;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import io.habeas.storeagent.processor.StandIn;
import io.habeas.storeagent.processor.StandIn.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check --live} where an agent remembers in a ledger, and of what a URL leads to. */
class LiveLedgersIT {
  private static final Path SAMPLE = Path.of("..", "deploy", "sample", "anypromt");

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldLookAtAProcessorAndAtTheLedgerBesideIt() throws IOException {
    try (StandIn provider = new StandIn(asked -> Reply.json("{'data': []}"))) {
      // given
      LedgerConnection ledger = Ledgers.database();
      String remembering =
          """
              ledger: {uri: '%s', database: '%s'}
              hash-key: %s
          """
              .formatted(
                  ledger.uri(),
                  ledger.database(),
                  file("key", Base64.getEncoder().encodeToString(new byte[32])));

      // when
      Shell.Result result = check(provider, remembering);
      Shell.Result without = check(provider, "");

      // then
      assertThat(result.err()).isEmpty();
      assertThat(result.exitCode()).isZero();
      assertThat(result.out()).contains("anypromt_ai_provider: the store is as the map says");
      assertThat(provider.lines()).containsOnly("GET /v1/models");
      assertThat(without.exitCode()).isNotZero();
      assertThat(without.err().getFirst()).startsWith("Expected habeas.store-agent.ledger");
    }
  }

  @Test
  void shouldSayThatAProcessorIsNotThere() throws IOException {
    try (StandIn provider = new StandIn(asked -> Reply.status(503))) {
      // given
      LedgerConnection ledger = Ledgers.database();
      String remembering =
          """
              ledger: {uri: '%s', database: '%s'}
              hash-key: %s
          """
              .formatted(
                  ledger.uri(),
                  ledger.database(),
                  file("key", Base64.getEncoder().encodeToString(new byte[32])));

      // then
      assertThat(check(provider, remembering).out())
          .contains("anypromt_ai_provider: the store cannot be looked at: STORE_UNAVAILABLE");
    }
  }

  private Shell.Result check(StandIn provider, String remembering) throws IOException {
    Path settings =
        file(
            "agent.yml",
            """
            habeas:
              store-agent:
            %s
                connections:
                  anypromt_ai_provider:
                    objects:
                      definition: openai
                      secret: %s
                      base-url: %s
                      allowed-hosts: localhost
            """
                .formatted(remembering, file("secret", "sk-1"), provider.uri()));
    return Shell.run("check", SAMPLE.resolve("ai-provider.yml"), "--live", "--settings", settings);
  }

  @Test
  void shouldSayThatThereIsNothingToLookAtWherePeopleLookAfterIt() throws IOException {
    // given
    Path map =
        file(
            "archive.yml",
            """
            dataset:
              - fides_key: archive
                collections:
                  - name: files
                    habeas: {manual: {team: archive, instructions: {en: Look there.}}}
                    fields:
                      - {name: email, fides_meta: {identity: email}}
            """);
    Path settings =
        file(
            "agent.yml",
            "habeas: {store-agent: {connections: {archive: {manual: {due-within: 7d}}}}}");

    // when
    Shell.Result result = Shell.run("check", map, "--live", "--settings", settings);

    // then
    assertThat(result)
        .isEqualTo(
            new Shell.Result(
                0,
                List.of(
                    "archive: 1 collection, found by email, yields nothing",
                    "archive: people look after it, so there is nothing live to look at",
                    "0 errors, 0 warnings"),
                List.of()));
  }

  @Test
  void shouldLookIntoARedisDatabaseByItsUrl() throws IOException {
    try (EmbeddedRedis redis =
        EmbeddedRedis.start(
            new EmbeddedRedis.Options(Files.createDirectory(directory.resolve("redis")), 0))) {
      // when
      Shell.Result result =
          Shell.run("check", SAMPLE.resolve("sessions.yml"), "--live", "--url", redis.uri() + "/0");

      // then
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).contains("anypromt_sessions: the store is as the map says");
    }
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
