package io.habeas.endtoend;

import static io.habeas.endtoend.AskedRequest.isInState;
import static io.habeas.endtoend.AskedRequest.waitsFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.habeas.standalone.person.OfficersDesk;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody made up is not erased in a store: nobody's request completes until that works again. */
@Tag("thorough")
class UnprovenStoreIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String STORE = "accounts-db";

  /** Keeps who was made up, and nobody else. */
  private static final String BREAK =
      """
      CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TRIGGER keep BEFORE DELETE ON accounts FOR EACH ROW
        WHEN (OLD.email LIKE '%.invalid') EXECUTE FUNCTION keep();
      """;

  private static final String MEND = "DROP TRIGGER keep ON accounts";

  @TempDir Path data;

  @Test
  void shouldProveEveryStoreAndNameTheOneThatFails() throws Exception {
    Map<String, String> hasty =
        Map.of(
            "HABEAS_ERASUREORCHESTRATOR_COOLINGOFF", "0s",
            "HABEAS_ERASUREORCHESTRATOR_LONGESTPAUSE", "5s",
            "HABEAS_ERASUREORCHESTRATOR_CANARY_FIRST", "0s",
            "HABEAS_ERASUREORCHESTRATOR_CANARY_EVERY", "5s",
            "HABEAS_ERASUREORCHESTRATOR_CANARY_AGAIN", "1s",
            "HABEAS_ERASUREORCHESTRATOR_CANARY_WITHIN", "20s");
    try (HabeasProcess habeas = HabeasProcess.up(HabeasProcess.CHECKOUT, hasty, data);
        OfficersDesk desk = AskedRequest.officersDesk(habeas)) {
      // then every store is proven by itself that can be
      awaitCanary(desk, STORE, "PROVEN");
      awaitCanary(desk, "sessions", "PROVEN");
      awaitCanary(desk, "images", "NOT_PROVABLE");

      // when one does not erase any more
      execute(habeas, BREAK);
      awaitCanary(desk, STORE, "FAILED");
      assertThat(desk.participant(STORE).path("canary").path("remains").asBoolean()).isTrue();
      AskedRequest erasure = AskedRequest.ask(habeas, "ERASURE");
      erasure.prove(habeas);

      // then a person's request stays open and names it
      erasure.awaitStatus(habeas, status -> waitsFor(status, STORE, "CANARY_FAILED"));

      // when it does again
      execute(habeas, MEND);

      // then it is proven, and the request goes on
      erasure.awaitStatus(habeas, status -> isInState(status, "FULFILLED"));
      awaitCanary(desk, STORE, "PROVEN");
      await("nobody who was made up is left").atMost(LIMIT).until(() -> madeUp(habeas) == 0);
    }
  }

  private static void awaitCanary(OfficersDesk desk, String store, String state) {
    await("the canary of " + store + " is " + state)
        .atMost(LIMIT)
        .until(() -> desk.participant(store).path("canary").path("state").asString().equals(state));
  }

  private static void execute(HabeasProcess habeas, String sql) throws SQLException {
    try (Connection connection = AskedRequest.database(habeas).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int madeUp(HabeasProcess habeas) throws SQLException {
    try (Connection connection = AskedRequest.database(habeas).getConnection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT count(*) FROM accounts WHERE email LIKE '%.invalid'")) {
      found.next();
      return found.getInt(1);
    }
  }
}
