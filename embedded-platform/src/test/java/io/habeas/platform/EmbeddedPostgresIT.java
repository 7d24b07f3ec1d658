package io.habeas.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

  @TempDir Path data;

  @Test
  void shouldKeepSeveralDatabasesOverRestart() throws Exception {
    // given
    EmbeddedPostgres.Options options = new EmbeddedPostgres.Options(data, 0);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options)) {
      postgres.createDatabase("first");
      postgres.createDatabase("second");
      execute(postgres, "first", "CREATE TABLE a AS SELECT 'kept' AS x");
    }

    // when
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options)) {
      postgres.createDatabase("first");

      // then
      assertThat(query(postgres, "first", "SELECT x FROM a")).containsExactly("kept");
      assertThat(
              query(postgres, "second", "SELECT datname FROM pg_database WHERE datname LIKE 's%'"))
          .containsExactly("second");
    }
  }

  @Test
  void shouldBeginAgainAfterAFirstStartThatWasKilledHalfWay() throws Exception {
    // given
    Files.createDirectories(data.resolve("cluster"));
    Files.writeString(data.resolve("cluster").resolve("postgresql.conf"), "");

    // when
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.start(new EmbeddedPostgres.Options(data, 0))) {
      // then
      assertThat(query(postgres, "postgres", "SELECT 'up'")).containsExactly("up");
    }
  }

  @Test
  void shouldRefuseADatabaseNameThatIsNotAPlainWord() {
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.start(new EmbeddedPostgres.Options(data, 0))) {
      assertThatThrownBy(() -> postgres.createDatabase("x; DROP TABLE y"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldSayThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedPostgres.start(new EmbeddedPostgres.Options(data, port)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Expected port " + port + " to be free for PostgreSQL but it is taken");
    }
  }

  private static void execute(EmbeddedPostgres postgres, String database, String sql)
      throws SQLException {
    try (Connection connection = postgres.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> query(EmbeddedPostgres postgres, String database, String sql)
      throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = postgres.dataSource(database).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
