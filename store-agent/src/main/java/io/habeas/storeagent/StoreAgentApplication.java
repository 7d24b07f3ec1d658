package io.habeas.storeagent;

import io.habeas.chassis.ServiceApplication;
import io.habeas.chassis.health.Dependency;
import io.habeas.chassis.messaging.ServiceTopics;
import io.habeas.participant.autoconfigure.ParticipantSettings;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.schemas.Topics;
import io.habeas.storeagent.map.DataMap;
import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlanner;
import io.habeas.storeagent.postgres.PostgresHolder;
import io.habeas.storeagent.postgres.Store;
import io.habeas.storeagent.postgres.StoreConnection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Starts it; arguments are settings, as {@code --key=value}. */
  public static void main(String... args) {
    ServiceApplication.run(StoreAgentApplication.class, "store-agent", args);
  }

  @Bean
  StorePlan storePlan(StoreAgentSettings settings) {
    List<DataMap.Dataset> datasets = DataMapReader.read(settings.map()).datasets();
    if (datasets.size() != 1) {
      throw new IllegalStateException(
          "Expected one dataset in %s, since an agent serves one store, but there are %d"
              .formatted(settings.map(), datasets.size()));
    }
    return StorePlanner.plan(datasets.getFirst());
  }

  @Bean
  StoreConnection storeConnection(StorePlan plan, StoreAgentSettings settings) {
    return Optional.ofNullable(settings.connections().get(plan.dataset()))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Expected habeas.store-agent.connections.%s, the store of the dataset, but there is none"
                        .formatted(plan.dataset())));
  }

  @Bean
  Store store(StoreConnection connection) {
    return new Store(connection);
  }

  @Bean
  PostgresHolder holder(
      Store store,
      StoreConnection connection,
      StorePlan plan,
      StoreAgentSettings settings,
      Clock clock) {
    Optional<byte[]> hashKey =
        Optional.ofNullable(settings.hashKey())
            .map(location -> HashKey.load(location, System::getenv));
    return new PostgresHolder(store, connection, plan, hashKey, clock);
  }

  @Bean
  OutcomeLog outcomeLog(PostgresHolder holder) {
    return holder.outcomeLog();
  }

  @Bean
  Declaration declaration(StorePlan plan) {
    return new Declaration(plan.needs(), plan.yields(), plan.collections());
  }

  @Bean
  ServiceTopics participantTopics(ParticipantSettings settings) {
    String name = settings.name();
    return new ServiceTopics(
        List.of(Topics.replies(name), Topics.declarations(name)),
        List.of(Topics.erasureTasks(name), Topics.exportTasks(name)));
  }

  @Bean
  Dependency storeDependency(PostgresHolder holder) {
    return new Dependency() {
      @Override
      public String name() {
        return "store";
      }

      @Override
      public Finding check() {
        return holder
            .unfit()
            .map(
                reason ->
                    new Finding(
                        false,
                        Map.of("reason", reason.name(), "findings", holder.contradictions())))
            .orElseGet(Finding::ok);
      }
    };
  }
}
