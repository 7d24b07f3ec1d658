package io.habeas.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessIT {

  private static final String SCHEMA = "{\"schema\":\"\\\"string\\\"\"}";

  @TempDir Path data;

  @Test
  void shouldKeepWhatWasAcknowledgedAndLeaveNothingRunning() throws Exception {
    // given
    List<ProcessHandle> children;
    String registered;
    try (ChildJvm child = ChildJvm.run(AllServers.class, data.toString())) {
      try (MongoClient mongo = MongoClients.create(child.await("mongo="))) {
        mongo.getDatabase("d").getCollection("c").insertOne(new Document("_id", "kept"));
      }
      try (Connection connection =
              DriverManager.getConnection(child.await("postgres="), "postgres", "");
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE kept (id INT)");
        statement.execute("INSERT INTO kept VALUES (7)");
      }
      registered =
          Clients.registry("POST", child.await("registry=") + "/subjects/kept/versions", SCHEMA);
      String bootstrapServers = child.await("kafka=");
      Clients.createTopic(bootstrapServers, "kept");
      Clients.send(bootstrapServers, "kept", List.of("one", "two"));
      children = child.descendants();

      // when
      child.kill();
    }

    // then
    assertThat(children).isNotEmpty();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
    try (EmbeddedMongo mongo =
            EmbeddedMongo.start(new EmbeddedMongo.Options(data.resolve("documents"), 0));
        MongoClient client = MongoClients.create(mongo.uri())) {
      assertThat(client.getDatabase("d").getCollection("c").find())
          .containsExactly(new Document("_id", "kept"));
    }
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.start(new EmbeddedPostgres.Options(data.resolve("relational"), 0));
        Connection connection = postgres.dataSource("postgres").getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM kept")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(7);
    }
    try (EmbeddedRegistry registry =
        EmbeddedRegistry.start(new EmbeddedRegistry.Options(data.resolve("schemas"), 0))) {
      assertThat(registered).startsWith("200 ");
      assertThat(
              Clients.registry("POST", registry.confluentUrl() + "/subjects/kept/versions", SCHEMA))
          .isEqualTo(registered);
    }
    try (EmbeddedKafka kafka =
        EmbeddedKafka.start(new EmbeddedKafka.Options(data.resolve("messages"), 0))) {
      // The broker answers a commit when it is certain, and shows it to readers a moment later.
      await()
          .untilAsserted(
              () ->
                  assertThat(Clients.receiveAll(kafka.bootstrapServers(), "kept"))
                      .containsExactly("one", "two"));
    }
  }
}
