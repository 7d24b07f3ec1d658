package io.habeas.endtoend;

import static io.habeas.endtoend.AskedRequest.isInState;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup brings back somebody who was erased; the store erases them again. */
@Tag("thorough")
class RestoredStoreIT {
  @TempDir Path data;

  @Test
  void shouldEraseAgainWhatABackupBroughtBack() throws Exception {
    Map<String, String> hasty = Map.of("HABEAS_ERASUREORCHESTRATOR_COOLINGOFF", "0s");
    try (HabeasProcess habeas = HabeasProcess.up(HabeasProcess.CHECKOUT, hasty, data)) {
      // given a backup from before an erasure
      AskedRequest erasure = AskedRequest.ask(habeas, "ERASURE");
      String email = erasure.subject().email();
      execute(habeas, "CREATE SCHEMA backup");
      execute(habeas, "CREATE TABLE backup.accounts AS SELECT * FROM accounts");
      Instant backupTime = Instant.now();
      erasure.prove(habeas);
      erasure.awaitStatus(habeas, status -> isInState(status, "FULFILLED"));
      assertThat(accounts(habeas, email)).isZero();

      // when it is restored
      execute(
          habeas, "INSERT INTO accounts SELECT * FROM backup.accounts" + " WHERE email = ?", email);
      assertThat(accounts(habeas, email)).isEqualTo(1);
      try (HabeasProcess restored =
          HabeasProcess.run(
              "restored",
              "accounts-db",
              "--backup-time",
              backupTime.toString(),
              "--api",
              habeas.awaitLine("POST (http://\\S+)/v1/requests"),
              "--token-uri",
              habeas.awaitLine("^  tokens +(http://\\S+)"),
              "--client-secret-file",
              habeas.awaitLine("^  tokens .* secret in (.+)\\)$"))) {

        // then
        assertThat(restored.exitCode()).as(restored.text()).isZero();
        assertThat(restored.text())
            .contains("1 of 1 erased again, 0 not replayable")
            .contains("accounts-db is fit again.")
            .doesNotContain(email);
      }
      assertThat(accounts(habeas, email)).isZero();
    }
  }

  private static void execute(HabeasProcess habeas, String sql, String... values)
      throws SQLException {
    try (Connection connection = AskedRequest.database(habeas).getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  private static int accounts(HabeasProcess habeas, String email) throws SQLException {
    try (Connection connection = AskedRequest.database(habeas).getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT count(*) FROM accounts WHERE email = ?")) {
      statement.setString(1, email);
      try (ResultSet found = statement.executeQuery()) {
        found.next();
        return found.getInt(1);
      }
    }
  }
}
