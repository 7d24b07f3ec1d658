package io.habeas.endtoend;

import io.habeas.participant.autoconfigure.DirectivesAutoConfiguration;
import io.habeas.participant.autoconfigure.ParticipantConnectionAutoConfiguration;
import io.habeas.participant.directives.FollowedDirectives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * A product service that follows the directives of a participant by the SDK's starter, and does
 * nothing else.
 */
final class FollowingService implements AutoCloseable {
  private final AnnotationConfigApplicationContext application =
      new AnnotationConfigApplicationContext();

  private FollowingService() {}

  /** Starts one beside an installation. */
  static FollowingService beside(HabeasProcess habeas, String participant) throws IOException {
    FollowingService service = new FollowingService();
    Path secrets = Path.of(habeas.awaitLine("^  vault .* secrets in (.+)\\)$"));
    service
        .application
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "service",
                Map.of(
                    "habeas.kafka.bootstrap-servers",
                    habeas.awaitLine("^  Kafka .* (127\\.0\\.0\\.1:\\d+)$"),
                    "habeas.kafka.registry-url",
                    habeas.awaitLine("^  schema registry .* (http://\\S+)$") + "/apis/registry/v3",
                    "habeas.participant.name",
                    participant,
                    "habeas.participant.vault.url",
                    habeas.awaitLine("^  vault +(http://\\S+)"),
                    "habeas.participant.vault.token-uri",
                    habeas.awaitLine("^  tokens +(http://\\S+)"),
                    "habeas.participant.vault.client-id",
                    participant,
                    "habeas.participant.vault.client-secret",
                    Files.readString(secrets.resolve("client-" + participant)).strip(),
                    "habeas.participant.directives.followed",
                    "true")));
    service.application.register(
        ParticipantConnectionAutoConfiguration.class, DirectivesAutoConfiguration.class);
    service.application.refresh();
    return service;
  }

  /** What it looks up. */
  FollowedDirectives directives() {
    return application.getBean(FollowedDirectives.class);
  }

  @Override
  public void close() {
    application.close();
  }
}
