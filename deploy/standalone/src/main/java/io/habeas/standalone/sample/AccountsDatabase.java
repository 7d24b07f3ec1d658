package io.habeas.standalone.sample;

import io.habeas.platform.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The database of accounts, as it would be there before anybody deploys Habeas. */
public final class AccountsDatabase {

  /** Who may do everything in it. */
  public static final String USER = "postgres";

  /** Nobody asks for it on the loopback address. */
  public static final String PASSWORD = "postgres";

  /** Who may look at what is in it. */
  public static final String READER = "looker";

  private static final String DATABASE = "anypromt";

  /** Idempotent; also where an agent has made its own tables before. */
  private static final String GRANTS =
      """
      DO $$ BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'looker') THEN
          CREATE ROLE looker LOGIN PASSWORD 'looker';
        END IF;
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO looker;
        IF EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'habeas') THEN
          GRANT USAGE ON SCHEMA habeas TO looker;
          GRANT SELECT ON ALL TABLES IN SCHEMA habeas TO looker;
        END IF;
      END $$
      """;

  private AccountsDatabase() {}

  /** Where the database is. */
  public static String jdbcUrl(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
  }

  /** Makes the database, its tables and its reader if they are not there. */
  public static void create(EmbeddedPostgres postgres, Path schema) {
    postgres.createDatabase(DATABASE);
    try (Connection connection = postgres.dataSource(DATABASE).getConnection();
        Statement statement = connection.createStatement()) {
      if (!hasTables(statement)) {
        connection.setAutoCommit(false);
        statement.execute(Files.readString(schema));
        connection.commit();
        connection.setAutoCommit(true);
      }
      statement.execute(GRANTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "Expected %s to make the sample's tables but it failed".formatted(schema), e);
    }
  }

  private static boolean hasTables(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT 1 FROM information_schema.tables WHERE table_name = 'accounts'")) {
      return rows.next();
    }
  }
}
