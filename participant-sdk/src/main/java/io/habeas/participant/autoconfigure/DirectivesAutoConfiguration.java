package io.habeas.participant.autoconfigure;

import io.habeas.participant.directives.DirectiveKeys;
import io.habeas.participant.directives.Directives;
import io.habeas.participant.directives.FollowedDirectives;
import io.habeas.participant.vault.HttpVault;
import io.habeas.participant.vault.Pause;
import io.habeas.process.KafkaConnection;
import io.habeas.process.KafkaDefaults;
import io.habeas.process.probe.Probe;
import io.habeas.schemas.Topics;
import io.habeas.schemas.wire.Wire;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Gives an application a {@link Directives} to look up what it must respect. It need not take part
 * otherwise.
 */
@AutoConfiguration(after = ParticipantConnectionAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "habeas.participant.directives.followed")
@EnableConfigurationProperties(ParticipantSettings.class)
public class DirectivesAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  DirectiveKeys participantDirectiveKeys(ParticipantSettings settings) {
    ParticipantSettings.Vault vault = settings.vault();
    return new HttpVault(VaultClient.of(vault), vault.attempts(), vault.pause(), Pause.sleeping());
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  @ConditionalOnMissingBean(Directives.class)
  FollowedDirectives participantDirectives(
      ParticipantSettings settings, KafkaConnection connection, Wire wire, DirectiveKeys keys) {
    Map<String, Object> consumer = KafkaDefaults.reader(connection);
    return new FollowedDirectives(
        Topics.directives(settings.name()),
        () -> new KafkaConsumer<>(consumer),
        wire,
        keys,
        settings.directives().pause());
  }

  /** Shown as {@code habeasDirectives} in the application's health. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HealthIndicator.class)
  static class DirectivesHealth {
    @Bean
    @ConditionalOnMissingBean(name = "habeasDirectivesHealthIndicator")
    HealthIndicator habeasDirectivesHealthIndicator(ObjectProvider<FollowedDirectives> followed) {
      FollowedDirectives directives = followed.getIfAvailable();
      // An application may have a Directives of its own, of which nothing is known here.
      return directives == null ? Health.unknown()::build : () -> health(directives.check());
    }

    private static Health health(Probe.Finding finding) {
      Health.Builder health = finding.up() ? Health.up() : Health.down();
      return health.withDetails(finding.details()).build();
    }
  }
}
