package io.habeas.participant.autoconfigure;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How an application without the service chassis reaches the Kafka and the schema registry of
 * Habeas. Names are those of the chassis.
 *
 * @param bootstrapServers Kafka's addresses; null where they, and everything else about the
 *     clients, are those of {@code spring.kafka}
 * @param client further settings of every Kafka client, where {@code bootstrapServers} is given:
 *     security, say
 * @param registryUrl the registry's core API, ending in {@code /apis/registry/v3}
 * @param registry further settings of the registry's client: credentials, say
 * @param replicationFactor of topics created here; -1 for the broker's default
 * @param topicsLookedAtEvery how old knowledge about which topics can be written may become
 */
@Validated
@ConfigurationProperties("habeas.kafka")
public record ParticipantKafkaSettings(
    @Nullable String bootstrapServers,
    @DefaultValue Map<String, String> client,
    @NotBlank(
            message =
                "Expected the schema registry's address, ending in /apis/registry/v3, but it is not"
                    + " set")
        String registryUrl,
    @DefaultValue Map<String, String> registry,
    @DefaultValue("-1") short replicationFactor,
    @NotNull @DefaultValue("3s") Duration topicsLookedAtEvery) {

  public ParticipantKafkaSettings {
    client = Map.copyOf(client);
    registry = Map.copyOf(registry);
  }

  /** Addresses only: the rest may hold credentials. */
  @Override
  public String toString() {
    return "ParticipantKafkaSettings[" + bootstrapServers + ", " + registryUrl + "]";
  }
}
