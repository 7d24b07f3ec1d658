package io.habeas.endtoend;

import static io.habeas.endtoend.AskedRequest.isInState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.habeas.standalone.person.OfficersDesk;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** L20: what a store keeps is compared with what is known to be kept, and who looks is told. */
@Tag("thorough")
class RetentionComparedIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String STORE = "accounts-db";
  private static final UUID NOBODYS = UUID.fromString("0f1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a01");

  /** What is kept for years; beside it the sample keeps something for seconds. */
  private static final String PAYMENTS = " WHERE request_id = ? AND collection = 'payments'";

  @TempDir Path data;

  @Test
  void shouldTellWhatAStoreLacksOrHasTooMuchForAsLongAsItDoes_L20() throws Exception {
    Map<String, String> hasty =
        Map.of(
            "HABEAS_ERASUREORCHESTRATOR_COOLINGOFF", "0s",
            "HABEAS_ERASUREORCHESTRATOR_RETENTIONHEARDWITHIN", "15s",
            "HABEAS_PARTICIPANT_HEARTBEAT", "12s",
            "HABEAS_PARTICIPANT_RETENTION_REPORTEDEVERY", "2s",
            "HABEAS_REQUESTINTAKE_SWEEP_EVERY", "2s");
    try (HabeasProcess habeas = HabeasProcess.up(HabeasProcess.CHECKOUT, hasty, data);
        OfficersDesk desk = AskedRequest.officersDesk(habeas)) {
      // given somebody of whom payments are kept
      AskedRequest erasure = AskedRequest.ask(habeas, "ERASURE");
      erasure.prove(habeas);
      erasure.awaitStatus(habeas, status -> isInState(status, "FULFILLED"));
      assertThat(payments(habeas, erasure.id())).isPositive();

      // then nothing differs
      awaitCompared(desk);
      assertThat(desk.retentionDifferences()).isEmpty();

      // when somebody deletes what was noted beside them
      execute(
          habeas,
          "CREATE TABLE backup AS SELECT * FROM habeas.habeas_retention" + PAYMENTS,
          erasure.id());
      execute(habeas, "DELETE FROM habeas.habeas_retention" + PAYMENTS, erasure.id());

      // then it is told
      awaitDifference(
          desk,
          erasure.id(),
          found ->
              found.path("accounted").asBoolean()
                  && found.path("rules").path(0).path("reported").isEmpty());

      // when it is put back
      execute(
          habeas,
          "INSERT INTO habeas.habeas_retention SELECT * FROM backup" + PAYMENTS,
          erasure.id());

      // then it is not told any more
      await("nothing differs").atMost(LIMIT).until(() -> desk.retentionDifferences().isEmpty());

      // when something is kept for nobody who is known
      execute(habeas, "UPDATE backup SET request_id = '" + NOBODYS + "'" + PAYMENTS, erasure.id());
      execute(
          habeas, "INSERT INTO habeas.habeas_retention SELECT * FROM backup" + PAYMENTS, NOBODYS);

      // then that is told too, and forgotten when it is gone
      awaitDifference(desk, NOBODYS, found -> !found.path("accounted").asBoolean());
      execute(habeas, "DELETE FROM habeas.habeas_retention" + PAYMENTS, NOBODYS);
      await("nothing differs").atMost(LIMIT).until(() -> desk.retentionDifferences().isEmpty());
      assertThat(desk.participant("ai-provider").path("retention").path("state").asString())
          .isEqualTo("NOT_COMPARED");
    }
  }

  /** A report was finished that began after this was called. */
  private static void awaitCompared(OfficersDesk desk) {
    String before = reportedAsOf(desk);
    await("a later report").atMost(LIMIT).until(() -> reportedAsOf(desk).compareTo(before) > 0);
  }

  private static String reportedAsOf(OfficersDesk desk) {
    return desk.participant(STORE).path("retention").path("reportedAsOf").asString("");
  }

  private static void awaitDifference(OfficersDesk desk, UUID request, Predicate<JsonNode> wanted) {
    await("what differs of " + request)
        .atMost(LIMIT)
        .until(
            () ->
                desk.retentionDifferences()
                    .valueStream()
                    .filter(each -> each.path("participant").asString().equals(STORE))
                    .filter(each -> each.path("requestId").asString().equals(request.toString()))
                    .anyMatch(wanted));
  }

  private static void execute(HabeasProcess habeas, String sql, UUID request) throws SQLException {
    try (Connection connection = AskedRequest.database(habeas).getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, request);
      statement.execute();
    }
  }

  private static int payments(HabeasProcess habeas, UUID request) throws SQLException {
    try (Connection connection = AskedRequest.database(habeas).getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT count(*) FROM habeas.habeas_retention" + PAYMENTS)) {
      statement.setObject(1, request);
      try (ResultSet found = statement.executeQuery()) {
        found.next();
        return found.getInt(1);
      }
    }
  }
}
