package io.habeas.participant.application;

import io.habeas.participant.DataHolder;
import io.habeas.participant.testkit.Notebook;
import io.habeas.participant.testkit.StandInPlatform;
import io.habeas.testkit.platform.KafkaPlatform;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** A plain Spring Boot application that keeps notebooks. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class NotebookApplication {

  @Bean
  DataHolder notebook(JdbcTemplate jdbc) {
    return new Notebook(jdbc);
  }

  /** Starts it as participant {@code name} with the database {@code url}. */
  static ConfigurableApplicationContext start(
      String name, String url, KafkaPlatform kafka, StandInPlatform platform, String... more) {
    List<String> settings = new ArrayList<>(settings(name, url, kafka, platform));
    settings.addAll(List.of(more));
    return SpringApplication.run(NotebookApplication.class, settings.toArray(String[]::new));
  }

  /** All that it is told. */
  static List<String> settings(
      String name, String url, KafkaPlatform kafka, StandInPlatform platform) {
    return List.of(
        "--spring.datasource.url=" + url,
        "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
        "--habeas.kafka.registry-url=" + kafka.registryUrl(),
        "--habeas.participant.name=" + name,
        "--habeas.participant.holds.needs=email,notebook_id",
        "--habeas.participant.holds.yields=notebook_id",
        "--habeas.participant.holds.collections=account,note,invoice",
        "--habeas.participant.outcomes.initialize-schema=true",
        "--habeas.participant.vault.url=" + platform.url(),
        "--habeas.participant.vault.token-uri=" + platform.tokenUri(),
        "--habeas.participant.vault.client-id=" + name,
        "--habeas.participant.vault.client-secret=secret");
  }
}
