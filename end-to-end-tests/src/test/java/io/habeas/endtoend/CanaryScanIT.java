package io.habeas.endtoend;

import static io.habeas.endtoend.AskedRequest.isInState;
import static io.habeas.endtoend.AskedRequest.waitsFor;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.habeas.endtoend.CanaryScan.Found;
import io.habeas.endtoend.CanaryScan.Hit;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.standalone.person.OfficersDesk;
import io.habeas.standalone.sample.SampleStores;
import io.habeas.testkit.platform.TopicClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/**
 * No personal data in topics, state stores, logs, metrics and answers: looked for, not believed.
 * Everything that a person, a store or a broken producer can bring in is marked; two requests run,
 * one after failures whose causes quote what they failed on; then everything is read.
 */
class CanaryScanIT {
  private static final byte[] UNREADABLE = (CanaryMark.WORD + " is no record").getBytes(UTF_8);
  private static final List<String> SERVICES =
      List.of(
          "request-intake",
          "identity-verifier",
          "erasure-orchestrator",
          "export-builder",
          "notifier",
          "accounts-agent",
          "conversations-agent",
          "images-agent",
          "sessions-agent",
          "ai-provider-agent");

  private static final List<Topic<?>> DEAD_LETTERED =
      List.of(
          Topics.INTAKE,
          Topics.IDENTITY,
          Topics.DECISIONS,
          Topics.REQUESTS,
          Topics.erasureTasks("accounts-db"),
          Topics.exportTasks("accounts-db"),
          Topics.replies("accounts-db"),
          Topics.ERASURE_EVENTS,
          Topics.EXPORT_EVENTS,
          Topics.EXPORT_PACKAGING,
          Topics.NOTICE_OUTCOMES,
          Topics.declarations("accounts-db"),
          Topics.ROSTER,
          Topics.STORE_HOLDS,
          Topics.STORE_HOLD_EVENTS,
          Topics.ISSUED_DIRECTIVES,
          Topics.CANARIES,
          Topics.CANARY_OUTCOMES);

  @TempDir Path data;

  @Test
  void shouldHoldNoPersonalDataAnywhereButWhereItBelongs() throws Exception {
    try (HabeasProcess habeas = HabeasProcess.up(data)) {
      // given
      String broker = habeas.awaitLine("^  Kafka .* (127\\.0\\.0\\.1:\\d+)$");
      URI door = URI.create(habeas.awaitLine("POST (http://\\S+)/v1/requests"));
      DataSource database = AskedRequest.database(habeas);
      List<String> answers = CanaryPlant.knock(door);
      List<String> planted = CanaryPlant.unreadable(broker, UNREADABLE);
      AskedRequest access;
      AskedRequest erasure;
      try (SampleStores stores = AskedRequest.stores(habeas)) {
        access = AskedRequest.ask(habeas, "ACCESS", CanaryPlant.person(stores, 1));
        erasure = AskedRequest.ask(habeas, "ERASURE", CanaryPlant.person(stores, 2));
      }
      answers.addAll(CanaryPlant.guess(door, access));

      // when both are carried out, one of them against a rule of the database that the map does
      // not know, whose violation quotes the whole row
      try (Connection connection = database.getConnection();
          Statement statement = connection.createStatement();
          OfficersDesk desk = AskedRequest.officersDesk(habeas)) {
        statement.execute(
            "ALTER TABLE payments ADD CONSTRAINT named CHECK (payer_name IS NOT NULL)");
        erasure.awaitStatus(habeas, status -> isInState(status, "AWAITING_IDENTITY"));
        String hold = desk.hold(erasure.id().toString(), CanaryMark.WORD + " is disputed");
        erasure.prove(habeas);
        erasure.awaitStatus(habeas, status -> status.path("phase").asString("").equals("ON_HOLD"));
        desk.release(erasure.id().toString(), hold, CanaryMark.WORD + " has settled");
        erasure.awaitStatus(habeas, status -> waitsFor(status, "accounts-db", "MAP_MISMATCH"));
        statement.execute("ALTER TABLE payments DROP CONSTRAINT named");
      }
      access.prove(habeas);
      erasure.awaitStatus(habeas, status -> isInState(status, "FULFILLED"));
      access.awaitStatus(habeas, status -> isInState(status, "FULFILLED"));

      // then
      try (TopicClient client = habeas.topics()) {
        for (Topic<?> topic : DEAD_LETTERED) {
          await("a dead letter of " + topic.name())
              .atMost(Duration.ofMinutes(1))
              .until(() -> !client.records(topic.name() + ".dlq").isEmpty());
        }
      }
      Found topics = CanaryScan.topics(broker, UNREADABLE);
      assertThat(topics.hits()).isEmpty();
      // Streams copies records byte for byte on their way to another partition, and purges them.
      assertThat(topics.planted())
          .as("what the scan recognises")
          .filteredOn(topic -> !topic.endsWith("-repartition"))
          .containsExactlyInAnyOrderElementsOf(planted);
      assertThat(topics.places()).isGreaterThan(planted.size());

      for (String service : SERVICES) {
        String url = habeas.awaitLine("^  " + service + " .* (http://\\S+)$");
        Found metrics = CanaryScan.text(service, metrics(url));
        assertThat(metrics.hits()).isEmpty();
        assertThat(metrics.records()).as("lines of metrics").isGreaterThan(100);
      }
      assertThat(CanaryScan.text("answers", answers.stream()).hits()).isEmpty();
      assertThat(answers).hasSizeGreaterThan(15);
      assertThat(answers).allMatch(answer -> answer.startsWith("4") || answer.startsWith("200"));

      habeas.interrupt();
      habeas.exitCode();
      assertThat(CanaryScan.text("output", habeas.text().lines()).hits()).isEmpty();
    }

    Path log = data.resolve("habeas.log");
    try (Stream<String> lines = Files.lines(log)) {
      assertThat(CanaryScan.text("log", lines).hits()).isEmpty();
    }
    assertThat(Files.readString(log))
        .as("a log of what went wrong")
        .contains("SQLSTATE 23514", "dsar.requests");
    Found stores = CanaryScan.stateStores(data.resolve("state"));
    assertThat(stores.hits()).isEmpty();
    assertThat(stores.records()).as("entries of state stores").isGreaterThan(2);
  }

  @Test
  void shouldFindAMarkInAStateStoreIfThereIsOne() throws Exception {
    // given
    Path database = data.resolve("state/process/0_0/rocksdb/states");
    Files.createDirectories(database);
    try (Options options = new Options().setCreateIfMissing(true);
        RocksDB store = RocksDB.open(options, database.toString())) {
      store.put("an id".getBytes(UTF_8), "a code".getBytes(UTF_8));
      store.put("another".getBytes(UTF_8), CanaryMark.WORD.getBytes(UTF_8));
    }

    // when
    Found found = CanaryScan.stateStores(data);

    // then
    assertThat(found)
        .isEqualTo(new Found(1, 2, List.of(), List.of(new Hit(database.toString(), "text"))));
  }

  private static Stream<String> metrics(String service) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(service + "/actuator/prometheus")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body().lines();
    }
  }
}
