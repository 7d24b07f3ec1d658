package io.habeas.endtoend;

import static io.habeas.endtoend.AskedRequest.isInState;
import static io.habeas.endtoend.AskedRequest.waitsFor;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.schemas.Topics;
import io.habeas.testkit.platform.TopicClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class IncompleteErasureIT {
  @TempDir Path home;
  @TempDir Path data;

  @Test
  void shouldNotCompleteAndSayWhoIsWaitedForAndWhy() throws Exception {
    // given a required participant that nobody runs, and a table that the data map names and that
    // is not there
    Path controller = HabeasProcess.copyOfSample(home).resolve("controller.yml");
    Files.writeString(
        controller,
        Files.readString(controller)
            .replace(
                "    participants:\n",
                """
                    participants:
                      - name: billing
                        client-id: billing
                        identifier-types: [email]
                """));
    Map<String, String> impatient = Map.of("HABEAS_ERASUREORCHESTRATOR_PATIENCE", "3s");
    try (HabeasProcess habeas = HabeasProcess.up(home, impatient, data)) {
      AskedRequest erasure = AskedRequest.ask(habeas, "ERASURE");
      execute(habeas, "ALTER TABLE consents RENAME TO consents_elsewhere");

      // when
      erasure.prove(habeas);

      // then
      JsonNode status =
          erasure.awaitStatus(
              habeas,
              found ->
                  waitsFor(found, "accounts-db", "MAP_MISMATCH")
                      && waitsFor(found, "billing", "NO_ANSWER"));
      assertThat(isInState(status, "IN_PROGRESS")).isTrue();

      // when the table is there again
      execute(habeas, "ALTER TABLE consents_elsewhere RENAME TO consents");

      // then one of them has answered, the other is still waited for, and nothing is changed
      JsonNode later =
          erasure.awaitStatus(habeas, found -> !waitsFor(found, "accounts-db", "MAP_MISMATCH"));
      assertThat(waitsFor(later, "billing", "NO_ANSWER")).isTrue();
      assertThat(isInState(later, "IN_PROGRESS")).isTrue();
      assertThat(AskedRequest.storesOf(habeas)).isEqualTo(erasure.before());
      try (TopicClient topics = habeas.topics()) {
        assertThat(topics.read(Topics.erasureTasks("accounts-db"), erasure.id()))
            .allMatch(
                task -> task.getPayload().getClass().getSimpleName().equals("LocateHoldings"));
      }
    }
  }

  private static void execute(HabeasProcess habeas, String sql) throws SQLException {
    try (Connection connection = AskedRequest.database(habeas).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
