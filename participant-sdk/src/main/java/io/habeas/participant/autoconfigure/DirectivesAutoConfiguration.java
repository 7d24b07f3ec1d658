package io.habeas.participant.autoconfigure;

import io.habeas.participant.directives.DirectiveKeys;
import io.habeas.participant.directives.Directives;
import io.habeas.participant.directives.FollowedDirectives;
import io.habeas.participant.vault.HttpVault;
import io.habeas.participant.vault.Pause;
import io.habeas.process.KafkaConnection;
import io.habeas.process.KafkaDefaults;
import io.habeas.schemas.Topics;
import io.habeas.schemas.wire.Wire;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

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
}
