package io.habeas.chassis.messaging;

import io.habeas.process.KafkaConnection;
import io.habeas.process.ProcessDefinition;
import io.habeas.process.ProcessRunner;
import io.habeas.process.ProcessSettings;
import io.habeas.process.listener.ListenerRunner;
import io.habeas.process.listener.Listeners;
import io.habeas.process.listener.OrderedListener;
import io.habeas.process.probe.BrokerProbe;
import io.habeas.process.probe.Probe;
import io.habeas.process.probe.RegistryProbe;
import io.habeas.process.publish.KafkaRecordPublisher;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.AdminTopicDirectory;
import io.habeas.schemas.TopicDirectory;
import io.habeas.schemas.TopicProvisioner;
import io.habeas.schemas.wire.RegistryWire;
import io.habeas.schemas.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Connects a service to Kafka and the registry, and runs the processes and listeners that it
 * declares.
 */
@AutoConfiguration(
    afterName =
        "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnProperty("habeas.kafka.bootstrap-servers")
@EnableConfigurationProperties(MessagingProperties.class)
public class MessagingAutoConfiguration {

  /** No finer than what is stored and sent: a decision is the same before and after a restart. */
  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.tickMillis(ZoneOffset.UTC);
  }

  @Bean
  KafkaConnection kafkaConnection(MessagingProperties properties) {
    return new KafkaConnection(properties.bootstrapServers(), properties.client());
  }

  @Bean
  Wire wire(MessagingProperties properties) {
    return new RegistryWire(properties.registryUrl(), properties.registry());
  }

  @Bean
  Admin kafkaAdmin(MessagingProperties properties) {
    Map<String, Object> settings = new HashMap<>(properties.client());
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
    return Admin.create(settings);
  }

  @Bean
  TopicDirectory topicDirectory(Admin admin, MessagingProperties properties) {
    return new AdminTopicDirectory(admin, properties.topicsLookedAtEvery());
  }

  @Bean
  TopicProvisioner topicProvisioner(Admin admin, MessagingProperties properties) {
    return new TopicProvisioner(admin, properties.replicationFactor());
  }

  @Bean
  ProcessSettings processSettings(MessagingProperties properties) {
    return new ProcessSettings(
        properties.stateDirectory(),
        properties.instanceId(),
        properties.threads(),
        properties.commitInterval(),
        properties.sessionTimeout(),
        properties.replicationFactor());
  }

  @Bean
  TopicsLifecycle topicsLifecycle(
      TopicProvisioner provisioner,
      ObjectProvider<ServiceTopics> topics,
      @Value("${spring.application.name}") String service) {
    return new TopicsLifecycle(provisioner, topics.orderedStream().toList(), service);
  }

  @Bean
  ProcessLifecycle processLifecycle(
      ObjectProvider<ProcessDefinition<?, ?, ?>> processes,
      KafkaConnection connection,
      ProcessSettings settings,
      Wire wire,
      TopicDirectory directory,
      MeterRegistry meters) {
    return new ProcessLifecycle(
        processes
            .orderedStream()
            .map(
                process ->
                    new ProcessRunner(process, connection, settings, wire, directory, meters))
            .toList());
  }

  @Bean
  KafkaRecordPublisher recordPublisher(
      @Value("${spring.application.name}") String service,
      KafkaConnection connection,
      Wire wire,
      Clock clock) {
    return new KafkaRecordPublisher(service, connection, wire, clock);
  }

  @Bean(destroyMethod = "")
  Listeners listeners(
      ObjectProvider<OrderedListener<?>> listeners,
      KafkaConnection connection,
      Wire wire,
      TopicDirectory directory,
      RecordPublisher publisher,
      Clock clock,
      MeterRegistry meters) {
    return new Listeners(
        listeners
            .orderedStream()
            .map(
                listener ->
                    new ListenerRunner(
                        listener, connection, wire, directory, publisher, clock, meters))
            .toList());
  }

  @Bean
  ListenerLifecycle listenerLifecycle(Listeners listeners) {
    return new ListenerLifecycle(listeners);
  }

  @Bean
  Probe kafkaDependency(Admin admin) {
    return new BrokerProbe(admin);
  }

  @Bean
  Probe registryDependency(MessagingProperties properties) {
    return new RegistryProbe(properties.registryUrl());
  }
}
