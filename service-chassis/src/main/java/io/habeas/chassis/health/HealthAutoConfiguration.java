package io.habeas.chassis.health;

import com.mongodb.reactivestreams.client.MongoClient;
import io.habeas.process.probe.Probe;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One health contributor, {@code dependencies}, that asks every {@link Dependency} of the service.
 */
@AutoConfiguration(
    afterName = "org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration")
public class HealthAutoConfiguration {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Up only if every dependency is; shows each with its details. */
  @Bean
  ReactiveHealthIndicator dependenciesHealthIndicator(ObjectProvider<Probe> dependencies) {
    List<Probe> all = dependencies.orderedStream().toList();
    return () ->
        Flux.fromIterable(all)
            .flatMap(HealthAutoConfiguration::look)
            .collectList()
            .map(HealthAutoConfiguration::sum);
  }

  private static Mono<Look> look(Probe dependency) {
    return Mono.fromCallable(dependency::check)
        .subscribeOn(Schedulers.boundedElastic())
        .timeout(PATIENCE)
        .onErrorResume(failure -> Mono.just(Probe.Finding.failed(failure)))
        .map(finding -> new Look(dependency.name(), finding));
  }

  private static Health sum(List<Look> looks) {
    Health.Builder health =
        looks.stream().allMatch(look -> look.finding().up()) ? Health.up() : Health.down();
    looks.forEach(
        look ->
            health.withDetail(
                look.name(),
                look.finding().details().isEmpty()
                    ? look.finding().up() ? "up" : "down"
                    : look.finding().details()));
    return health.build();
  }

  private record Look(String name, Probe.Finding finding) {}

  /** MongoDB, asked with a command that every server of its protocol knows. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MongoClient.class)
  @ConditionalOnBean(MongoClient.class)
  static class Mongo {
    @Bean
    Dependency mongoDependency(MongoClient client) {
      return new Dependency() {
        @Override
        public String name() {
          return "mongodb";
        }

        @Override
        public Finding check() {
          try {
            Mono.from(client.getDatabase("admin").runCommand(new Document("ping", 1)))
                .block(PATIENCE);
            return Finding.ok();
          } catch (RuntimeException e) {
            return Finding.failed(e);
          }
        }
      };
    }
  }
}
