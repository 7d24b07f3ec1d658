package io.habeas.participant.autoconfigure;

import io.habeas.process.KafkaConnection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;

/** Kafka as Spring Boot's own clients reach it: {@code spring.kafka}, or a service connection. */
final class SpringKafka {
  private SpringKafka() {}

  static KafkaConnection connection(KafkaProperties properties, KafkaConnectionDetails details) {
    Map<String, Object> client = new HashMap<>(properties.buildAdminProperties());
    KafkaConnectionDetails.Configuration admin = details.getAdmin();
    @Nullable String protocol = admin.getSecurityProtocol();
    if (protocol != null) {
      client.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
    }
    @Nullable SslBundle bundle = admin.getSslBundle();
    if (bundle != null) {
      client.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleSslEngineFactory.class);
      client.put(SslBundle.class.getName(), bundle);
    }
    // Each client has a name of its own.
    client.remove(CommonClientConfigs.CLIENT_ID_CONFIG);
    client.remove(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    return new KafkaConnection(String.join(",", admin.getBootstrapServers()), client);
  }
}
