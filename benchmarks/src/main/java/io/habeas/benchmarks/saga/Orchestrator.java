package io.habeas.benchmarks.saga;

import io.habeas.chassis.ServiceApplication;
import io.habeas.orchestrator.ErasureOrchestratorApplication;
import io.habeas.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The erasure orchestrator as production starts it, with the settings that it has by default: only
 * where its servers are, who takes part and how many threads it has is told.
 */
final class Orchestrator {
  /** By which every participant may search. */
  static final String IDENTIFIER_TYPE = "email";

  /** What other services bring to this class path and the orchestrator does not have. */
  private static final List<String> OF_OTHERS =
      List.of(
          "org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration",
          "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration",
          "org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration");

  private Orchestrator() {}

  /**
   * What it is told.
   *
   * @param bootstrapServers the broker
   * @param registryUrl the schema registry
   * @param state where it keeps its stores
   * @param participants who must take part
   * @param threads its stream threads
   * @param coolingOff how long a request waits before anything is erased
   */
  record Options(
      String bootstrapServers,
      String registryUrl,
      Path state,
      List<String> participants,
      int threads,
      Duration coolingOff) {
    Options {
      participants = List.copyOf(participants);
    }

    /** The same with another time to cool off. */
    Options coolingOff(Duration other) {
      return new Options(bootstrapServers, registryUrl, state, participants, threads, other);
    }

    /** The same as settings of the service. */
    List<String> settings() {
      List<String> settings =
          new ArrayList<>(
              List.of(
                  "--server.address=127.0.0.1",
                  "--server.port=0",
                  // Nobody calls it, so that no token is ever checked.
                  "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://127.0.0.1:1/jwks",
                  "--spring.config.import=classpath:benchmark-controller.yml",
                  "--spring.autoconfigure.exclude=" + String.join(",", OF_OTHERS),
                  "--management.metrics.use-global-registry=false",
                  "--habeas.kafka.bootstrap-servers=" + bootstrapServers,
                  "--habeas.kafka.registry-url=" + registryUrl,
                  "--habeas.kafka.state-directory=" + state,
                  "--habeas.kafka.threads=" + threads,
                  "--habeas.erasure-orchestrator.cooling-off=" + coolingOff.toMillis() + "ms",
                  "--habeas.kafka.instance-id=" + Topics.ERASURE_ORCHESTRATOR));
      for (int i = 0; i < participants.size(); i++) {
        String participant = "--habeas.controller.participants[" + i + "].";
        settings.add(participant + "name=" + participants.get(i));
        settings.add(participant + "client-id=" + participants.get(i));
        settings.add(participant + "identifier-types=" + IDENTIFIER_TYPE);
      }
      return settings;
    }
  }

  /** Starts the service in this process; it brings its own topics into being. */
  static ConfigurableApplicationContext start(Options options) {
    List<String> settings = options.settings();
    settings.add("--spring.main.register-shutdown-hook=false");
    return ServiceApplication.run(
        ErasureOrchestratorApplication.class,
        Topics.ERASURE_ORCHESTRATOR,
        settings.toArray(String[]::new));
  }
}
