package io.habeas.participant.autoconfigure;

import io.habeas.participant.DataHolder;
import io.habeas.process.KafkaConnection;
import io.habeas.schemas.wire.RegistryWire;
import io.habeas.schemas.wire.Wire;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Tells an application that takes part, or follows directives, how to reach Habeas' Kafka and
 * schema registry. One on the service chassis knows.
 */
@AutoConfiguration(
    afterName = {
      "io.habeas.chassis.messaging.MessagingAutoConfiguration",
      "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration"
    })
@Conditional(ParticipantConnectionAutoConfiguration.IsNeeded.class)
@ConditionalOnMissingBean(KafkaConnection.class)
@EnableConfigurationProperties(ParticipantKafkaSettings.class)
public class ParticipantConnectionAutoConfiguration {

  /** Somebody takes part, or follows directives. */
  static final class IsNeeded extends AnyNestedCondition {
    IsNeeded() {
      super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnBean(DataHolder.class)
    @ConditionalOnBooleanProperty(name = "habeas.participant.enabled", matchIfMissing = true)
    static final class TakesPart {}

    @ConditionalOnBooleanProperty(name = "habeas.participant.directives.followed")
    static final class FollowsDirectives {}
  }

  @Bean
  @ConditionalOnMissingBean
  KafkaConnection participantKafkaConnection(
      ParticipantKafkaSettings settings, Optional<FromSpring> spring) {
    if (settings.bootstrapServers() != null) {
      return new KafkaConnection(settings.bootstrapServers(), settings.client());
    }
    return spring
        .map(FromSpring::get)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Expected habeas.kafka.bootstrap-servers or spring.kafka.bootstrap-servers but"
                        + " neither is set"));
  }

  /** What {@code spring.kafka} says. */
  interface FromSpring extends Supplier<KafkaConnection> {}

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(KafkaConnectionDetails.class)
  @ConditionalOnBean(KafkaConnectionDetails.class)
  static class Spring {
    @Bean
    FromSpring participantSpringKafka(KafkaProperties properties, KafkaConnectionDetails details) {
      return () -> SpringKafka.connection(properties, details);
    }
  }

  @Bean
  @ConditionalOnMissingBean
  Wire participantWire(ParticipantKafkaSettings settings) {
    return new RegistryWire(settings.registryUrl(), settings.registry());
  }
}
