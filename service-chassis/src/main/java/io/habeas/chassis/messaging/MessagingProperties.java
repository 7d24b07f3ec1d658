package io.habeas.chassis.messaging;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How a service reaches Kafka and the schema registry.
 *
 * @param bootstrapServers Kafka's addresses
 * @param client further settings of every Kafka client: security, say
 * @param registryUrl the registry's core API, ending in {@code /apis/registry/v3}
 * @param registry further settings of the registry's client: credentials, say
 * @param stateDirectory where processes keep their stores; stable over restarts, or each restart
 *     restores them
 * @param instanceId a name that this instance keeps over restarts (static membership, KIP-345);
 *     null for none
 * @param threads stream threads per process
 * @param commitInterval how often processes commit; with exactly-once it bounds the latency of each
 *     step
 * @param sessionTimeout after which silence an instance's partitions go to others
 * @param replicationFactor of topics created by services; -1 for the broker's default
 * @param topicsLookedAtEvery how old knowledge about which topics can be written may become
 */
@Validated
@ConfigurationProperties("habeas.kafka")
public record MessagingProperties(
    @NotBlank String bootstrapServers,
    @DefaultValue Map<String, String> client,
    @NotBlank String registryUrl,
    @DefaultValue Map<String, String> registry,
    @NotNull @DefaultValue("state") Path stateDirectory,
    @Nullable String instanceId,
    @Positive @DefaultValue("1") int threads,
    @DefaultValue("100ms") Duration commitInterval,
    @DefaultValue("45s") Duration sessionTimeout,
    @DefaultValue("-1") short replicationFactor,
    @DefaultValue("3s") Duration topicsLookedAtEvery) {

  public MessagingProperties {
    client = Map.copyOf(client);
    registry = Map.copyOf(registry);
  }

  /** Addresses only: the rest may hold credentials. */
  @Override
  public String toString() {
    return "MessagingProperties[" + bootstrapServers + ", " + registryUrl + "]";
  }
}
