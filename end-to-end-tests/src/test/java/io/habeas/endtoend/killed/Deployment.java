package io.habeas.endtoend.killed;

import io.habeas.orchestrator.ErasureOrchestratorApplication;
import io.habeas.platform.EmbeddedPostgres;
import io.habeas.platform.EmbeddedRegistry;
import io.habeas.platform.Ports;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.storeagent.StoreAgentApplication;
import io.habeas.testkit.platform.TopicClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A broker, two orchestrators and an agent for each store, each a process of its own. */
final class Deployment implements AutoCloseable {

  /** What other services bring to this class path and these do not have. */
  private static final String OF_OTHERS =
      String.join(
          ",",
          "org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration",
          "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration",
          "org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration");

  private final Path directory;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final List<Jvm> jvms = new ArrayList<>();
  private final String bootstrapServers;
  private final EmbeddedRegistry registry;
  private final EmbeddedPostgres postgres;

  /**
   * Starts what they stand on; the schema registry and the databases are never killed.
   *
   * @param directory for everything that is written
   */
  Deployment(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    Path logs = Files.createDirectories(directory.resolve("logs"));
    int port = Ports.chooseAll(Map.of("Kafka", 0)).firstEntry().getValue();
    bootstrapServers = "127.0.0.1:" + port;
    jvms.add(
        keep(
            Jvm.start(
                "broker",
                logs,
                BrokerProcess.class,
                List.of(directory.resolve("kafka").toString(), Integer.toString(port)))));
    registry =
        keep(
            EmbeddedRegistry.start(new EmbeddedRegistry.Options(directory.resolve("registry"), 0)));
    postgres =
        keep(
            EmbeddedPostgres.start(new EmbeddedPostgres.Options(directory.resolve("postgres"), 0)));
  }

  EmbeddedPostgres postgres() {
    return postgres;
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  /** The caller's to close. */
  TopicClient topics() {
    return new TopicClient(bootstrapServers, registry.url());
  }

  /**
   * Starts the services.
   *
   * @param participants each has a database of its name, with - for _
   * @param map the data map of all of them
   */
  void start(List<String> participants, Path map, VaultStandIn vault) throws IOException {
    try (TopicClient topics = topics()) {
      topics.create(topicsOfOthers(participants));
    }
    Path controller =
        Files.writeString(directory.resolve("controller.yml"), controller(participants));
    for (int i = 1; i <= 2; i++) {
      String name = "orchestrator-" + i;
      List<String> settings = common(name, controller);
      // No time to think better of it: nothing is to wait for but what was killed.
      settings.add("--habeas.erasure-orchestrator.cooling-off=0s");
      settings.add("--habeas.erasure-orchestrator.first-pause=1s");
      settings.add("--habeas.erasure-orchestrator.longest-pause=5s");
      jvms.add(keep(Jvm.start(name, logs(), ErasureOrchestratorApplication.class, settings)));
    }
    for (String participant : participants) {
      List<String> settings = common(participant, controller);
      String store = "--habeas.store-agent.connections.anypromt_accounts.postgres.";
      settings.addAll(
          List.of(
              "--spring.application.name=" + participant,
              "--habeas.participant.name=" + participant,
              "--habeas.participant.vault.url=" + vault.url(),
              "--habeas.participant.vault.token-uri=" + vault.url() + "/token",
              "--habeas.participant.vault.client-id=" + participant,
              "--habeas.participant.vault.client-secret=secret",
              "--habeas.store-agent.map=" + map,
              store + "url=" + postgres.jdbcUrl(participant.replace('-', '_')),
              store + "username=" + EmbeddedPostgres.SUPERUSER));
      jvms.add(keep(Jvm.start(participant, logs(), StoreAgentApplication.class, settings)));
    }
  }

  private Path logs() {
    return directory.resolve("logs");
  }

  /** All that may be killed. */
  List<Jvm> jvms() {
    return List.copyOf(jvms);
  }

  /** Where an orchestrator keeps its stores. */
  Path stateOf(String name) {
    return directory.resolve("state").resolve(name);
  }

  private List<String> common(String name, Path controller) {
    return new ArrayList<>(
        List.of(
            "--server.address=127.0.0.1",
            "--server.port=0",
            "--spring.config.import=file:" + controller,
            // Nobody calls them, so that no token is ever checked.
            "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://127.0.0.1:1/jwks",
            "--spring.autoconfigure.exclude=" + OF_OTHERS,
            "--habeas.kafka.bootstrap-servers=" + bootstrapServers,
            "--habeas.kafka.registry-url=" + registry.url(),
            "--habeas.kafka.state-directory=" + stateOf(name),
            "--habeas.kafka.instance-id=" + name));
  }

  private static List<Topic<?>> topicsOfOthers(List<String> participants) {
    List<Topic<?>> topics =
        new ArrayList<>(
            List.of(Topics.REQUESTS, Topics.IDENTITY, Topics.DECISIONS, Topics.STORE_HOLDS));
    participants.forEach(name -> topics.add(Topics.exportTasks(name)));
    return topics;
  }

  private static String controller(List<String> participants) {
    StringBuilder text =
        new StringBuilder(
            """
            habeas:
              controller:
                name: Killed
                contact: privacy@killed.example
                country: NL
                zone: Europe/Amsterdam
                authority:
                  name: Autoriteit Persoonsgegevens
                  website: https://autoriteitpersoonsgegevens.nl
                information:
                  purposes: {en: [none]}
                  categories: {en: [none]}
                  recipients: {en: [none]}
                  retention: {en: [none]}
                  sources: {en: [none]}
                  automated-decisions: {en: [none]}
                  transfers: {en: [none]}
                participants:
            """);
    for (String name : participants) {
      text.append("      - name: ").append(name).append('\n');
      text.append("        client-id: ").append(name).append('\n');
      text.append("        identifier-types: [email]\n");
    }
    return text.toString();
  }

  private <T extends AutoCloseable> T keep(T started) {
    running.addLast(started);
    return started;
  }

  @Override
  public void close() {
    // Broker and registry are the last to go.
    while (!running.isEmpty()) {
      AutoCloseable last = running.removeLast();
      try {
        last.close();
      } catch (Exception e) {
        throw new IllegalStateException(
            "Expected %s to stop but it failed".formatted(last.getClass().getSimpleName()), e);
      }
    }
  }
}
