package io.habeas.testkit.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KafkaPlatformIT {

  @RegisterExtension static final KafkaPlatform kafka = KafkaPlatform.shared();

  @Test
  void shouldGiveARealBrokerAndRegistry() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        HttpClient client = HttpClient.newHttpClient()) {
      // when
      admin.createTopics(List.of(new NewTopic("given", 3, (short) 1))).all().get();
      HttpResponse<String> compatibility =
          client.send(
              HttpRequest.newBuilder(URI.create(kafka.confluentRegistryUrl() + "/config")).build(),
              HttpResponse.BodyHandlers.ofString());

      // then
      assertThat(
              admin.describeTopics(List.of("given")).allTopicNames().get().values().stream()
                  .map(topic -> topic.partitions().size()))
          .containsExactly(3);
      assertThat(compatibility.body()).contains("BACKWARD_TRANSITIVE");
    }
  }
}
