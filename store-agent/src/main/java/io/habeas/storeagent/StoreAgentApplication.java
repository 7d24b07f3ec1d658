package io.habeas.storeagent;

import io.habeas.chassis.ServiceApplication;
import io.habeas.chassis.controller.Controller;
import io.habeas.chassis.health.Dependency;
import io.habeas.chassis.messaging.ServiceTopics;
import io.habeas.chassis.security.PublicEndpoints;
import io.habeas.participant.DataHolder;
import io.habeas.participant.autoconfigure.ParticipantSettings;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.schemas.Topics;
import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.connector.Use;
import io.habeas.storeagent.map.DataMap;
import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.processor.opendsr.CallbackController;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * A participant for one store that has no service of its own. A map that cannot be carried out at
 * all refuses to start; one that contradicts the live schema, or a store that is down, does not:
 * the agent then says so in its readiness, its declaration and in every answer, until it is mended.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreAgentSettings.class)
public class StoreAgentApplication {
  private static final Logger log = LoggerFactory.getLogger(StoreAgentApplication.class);

  /** Starts it; arguments are settings, as {@code --key=value}. */
  public static void main(String... args) {
    ServiceApplication.run(StoreAgentApplication.class, "store-agent", args);
  }

  @Bean
  Connector connector(
      StoreAgentSettings settings, ObjectProvider<Controller> controller, Clock clock) {
    DataMap.Dataset dataset = dataset(settings);
    StoreConnection connection = settings.connections().get(dataset.key());
    if (connection == null) {
      throw new IllegalStateException(
          "Expected habeas.store-agent.connections.%s, the store of the dataset, but there is none"
              .formatted(dataset.key()));
    }
    connection.advice().ifPresent(advice -> log.warn("{}: {}", dataset.key(), advice));
    Optional<byte[]> hashKey =
        Optional.ofNullable(settings.hashKey())
            .map(location -> HashKey.load(location, System::getenv));
    return Connectors.connect(
        connection,
        dataset,
        hashKey,
        Optional.ofNullable(settings.ledger()),
        clock.withZone(zone(settings, controller)),
        Use.SERVING);
  }

  private static ZoneId zone(StoreAgentSettings settings, ObjectProvider<Controller> controller) {
    ZoneId own = settings.zone();
    if (own != null) {
      return own;
    }
    Controller given = controller.getIfAvailable();
    return given == null ? ZoneOffset.UTC : given.zone();
  }

  private static DataMap.Dataset dataset(StoreAgentSettings settings) {
    DataMap map = DataMapReader.read(settings.map());
    String wanted = settings.dataset();
    if (wanted != null) {
      return map.dataset(wanted)
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "Expected dataset %s in %s but there is none"
                          .formatted(wanted, settings.map())));
    }
    if (map.datasets().size() != 1) {
      throw new IllegalStateException(
          "Expected one dataset in %s, or habeas.store-agent.dataset to say which, but there are %d"
              .formatted(settings.map(), map.datasets().size()));
    }
    return map.datasets().getFirst();
  }

  @Bean
  DataHolder holder(Connector connector) {
    return connector.holder();
  }

  @Bean
  OutcomeLog outcomeLog(Connector connector) {
    return connector.outcomes();
  }

  @Bean
  Declaration declaration(Connector connector) {
    return connector.declaration();
  }

  /** Whoever calls back is known by a signature. */
  @Bean
  PublicEndpoints callbacks() {
    return new PublicEndpoints(List.of(CallbackController.PATHS));
  }

  @Bean
  ServiceTopics participantTopics(ParticipantSettings settings) {
    String name = settings.name();
    return new ServiceTopics(
        List.of(Topics.replies(name), Topics.declarations(name)),
        List.of(Topics.erasureTasks(name), Topics.exportTasks(name)));
  }

  @Bean
  Dependency storeDependency(Connector connector) {
    return new Dependency() {
      @Override
      public String name() {
        return "store";
      }

      @Override
      public Finding check() {
        return connector
            .holder()
            .unfit()
            .map(
                reason ->
                    new Finding(
                        false,
                        Map.of("reason", reason.name(), "findings", connector.contradictions())))
            .orElseGet(Finding::ok);
      }
    };
  }
}
