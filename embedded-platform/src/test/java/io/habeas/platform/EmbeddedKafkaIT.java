package io.habeas.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

  @TempDir Path data;

  @Test
  void shouldKeepRecordsOverRestart() throws Exception {
    // given
    EmbeddedKafka.Options options = new EmbeddedKafka.Options(data, 0);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(options)) {
      Clients.createTopic(kafka.bootstrapServers(), "letters");
      Clients.send(kafka.bootstrapServers(), "letters", List.of("a", "b"));
    }

    // when
    try (EmbeddedKafka kafka = EmbeddedKafka.start(options)) {
      Clients.send(kafka.bootstrapServers(), "letters", List.of("c"));

      // then
      await()
          .untilAsserted(
              () ->
                  assertThat(Clients.receiveAll(kafka.bootstrapServers(), "letters"))
                      .containsExactly("a", "b", "c"));
    }
  }

  @Test
  void shouldTakeAwayAndGiveBackTheRightToWriteOneTopic() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(new EmbeddedKafka.Options(data, 0))) {
      // given
      String servers = kafka.bootstrapServers();
      Clients.createTopic(servers, "forbidden");
      Clients.createTopic(servers, "free");

      // when
      kafka.rights().forbidWriting("forbidden");

      // then
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> Clients.send(servers, "forbidden", List.of("x")))
                      .hasRootCauseInstanceOf(TopicAuthorizationException.class));
      Clients.send(servers, "free", List.of("x"));
      await()
          .untilAsserted(
              () -> assertThat(Clients.receiveAll(servers, "free")).containsExactly("x"));
      assertThat(Clients.receiveAll(servers, "forbidden")).isEmpty();

      // when
      kafka.rights().permitWriting("forbidden");

      // then
      await().untilAsserted(() -> Clients.send(servers, "forbidden", List.of("y")));
      await()
          .untilAsserted(() -> assertThat(Clients.receiveAll(servers, "forbidden")).contains("y"));
    }
  }

  @Test
  void shouldNotMakeTopicsThatNobodyCreated() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(new EmbeddedKafka.Options(data, 0));
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      assertThatThrownBy(() -> admin.describeTopics(List.of("misspelt")).allTopicNames().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
      assertThat(admin.listTopics().names().get()).isEmpty();
    }
  }

  @Test
  void shouldSayThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedKafka.start(new EmbeddedKafka.Options(data, port)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Expected port " + port + " to be free for Kafka but it is taken");
    }
  }

  @Test
  void shouldSayThatTheDirectoryIsInUse() {
    try (DataDirectory inUse = DataDirectory.take(data)) {
      assertThatThrownBy(() -> EmbeddedKafka.start(new EmbeddedKafka.Options(data, 0)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "Expected the data directory " + inUse.path() + " to be free but it is in use");
    }
  }
}
