package io.habeas.process;

import java.util.Map;

/**
 * How to reach the brokers.
 *
 * @param bootstrapServers comma-separated host:port pairs
 * @param clientProperties further settings of every Kafka client, such as its credentials
 */
public record KafkaConnection(String bootstrapServers, Map<String, ?> clientProperties) {
  public KafkaConnection {
    clientProperties = Map.copyOf(clientProperties);
  }

  /** Names the settings only: their values may be credentials. */
  @Override
  public String toString() {
    return "KafkaConnection[" + bootstrapServers + ", " + clientProperties.keySet() + "]";
  }
}
