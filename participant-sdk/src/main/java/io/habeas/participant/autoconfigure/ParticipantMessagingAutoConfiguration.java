package io.habeas.participant.autoconfigure;

import io.habeas.participant.DataHolder;
import io.habeas.process.KafkaConnection;
import io.habeas.process.listener.ListenerRunner;
import io.habeas.process.listener.Listeners;
import io.habeas.process.listener.OrderedListener;
import io.habeas.process.probe.BrokerProbe;
import io.habeas.process.probe.RegistryProbe;
import io.habeas.process.publish.KafkaRecordPublisher;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.AdminTopicDirectory;
import io.habeas.schemas.TopicDirectory;
import io.habeas.schemas.TopicProvisioner;
import io.habeas.schemas.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Connects an application that takes part to Habeas' Kafka and schema registry, and runs what
 * {@link ParticipantAutoConfiguration} contributes. Where the application has a {@link
 * RecordPublisher} already, as every service on the chassis has, this does nothing.
 */
@AutoConfiguration(
    after = ParticipantConnectionAutoConfiguration.class,
    afterName = {
      "io.habeas.chassis.messaging.MessagingAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
    })
@ConditionalOnBean(DataHolder.class)
@ConditionalOnBooleanProperty(name = "habeas.participant.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(RecordPublisher.class)
@EnableConfigurationProperties({ParticipantSettings.class, ParticipantKafkaSettings.class})
public class ParticipantMessagingAutoConfiguration {
  private static final Duration LONGEST_CALL = Duration.ofSeconds(10);

  @Bean(defaultCandidate = false)
  @ParticipantAdmin
  Admin participantKafkaAdmin(KafkaConnection connection) {
    Map<String, Object> settings = new HashMap<>(connection.clientProperties());
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
    // While Kafka is away that is to be told soon.
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LONGEST_CALL.toMillis());
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LONGEST_CALL.toMillis());
    return Admin.create(settings);
  }

  /** An application stops at once when it is told to, also while a call to Kafka is under way. */
  @Bean
  DisposableBean participantKafkaAdminEnd(@ParticipantAdmin Admin participantKafkaAdmin) {
    return () -> participantKafkaAdmin.close(Duration.ZERO);
  }

  @Bean
  @ConditionalOnMissingBean
  TopicDirectory participantTopicDirectory(
      @ParticipantAdmin Admin participantKafkaAdmin, ParticipantKafkaSettings settings) {
    return new AdminTopicDirectory(participantKafkaAdmin, settings.topicsLookedAtEvery());
  }

  @Bean
  RecordPublisher participantRecordPublisher(
      ParticipantSettings settings,
      KafkaConnection connection,
      Wire wire,
      ObjectProvider<Clock> clocks) {
    return new KafkaRecordPublisher(
        settings.name(), connection, wire, ParticipantAutoConfiguration.clock(clocks));
  }

  @Bean
  ParticipantLifecycle participantLifecycle(
      ObjectProvider<OrderedListener<?>> listeners,
      KafkaConnection connection,
      Wire wire,
      @ParticipantAdmin Admin participantKafkaAdmin,
      TopicDirectory directory,
      RecordPublisher publisher,
      ParticipantSettings settings,
      ParticipantKafkaSettings kafka,
      ObjectProvider<Clock> clocks,
      ObjectProvider<MeterRegistry> registries) {
    MeterRegistry meters = registries.getIfUnique(SimpleMeterRegistry::new);
    Clock clock = ParticipantAutoConfiguration.clock(clocks);
    return new ParticipantLifecycle(
        settings.name(),
        new TopicProvisioner(participantKafkaAdmin, kafka.replicationFactor()),
        new Listeners(
            listeners
                .orderedStream()
                .map(
                    listener ->
                        new ListenerRunner(
                            listener, connection, wire, directory, publisher, clock, meters))
                .toList()));
  }

  /** Shown as {@code habeas} in the application's health. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HealthIndicator.class)
  static class Health {
    @Bean
    @ConditionalOnMissingBean(name = "habeasHealthIndicator")
    HealthIndicator habeasHealthIndicator(
        DataHolder holder,
        ParticipantLifecycle lifecycle,
        @ParticipantAdmin Admin participantKafkaAdmin,
        ParticipantKafkaSettings kafka) {
      return new ParticipantHealth(
          holder,
          List.of(
              new BrokerProbe(participantKafkaAdmin),
              new RegistryProbe(kafka.registryUrl()),
              lifecycle));
    }
  }
}
