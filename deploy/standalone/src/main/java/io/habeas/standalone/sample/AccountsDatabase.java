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

  private static final String DATABASE = "anypromt";

  private AccountsDatabase() {}

  /** Where the database is. */
  public static String jdbcUrl(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
  }

  /** Makes the database and its tables if they are not there. */
  public static void create(EmbeddedPostgres postgres, Path schema) {
    postgres.createDatabase(DATABASE);
    try (Connection connection = postgres.dataSource(DATABASE).getConnection();
        Statement statement = connection.createStatement()) {
      if (!hasTables(statement)) {
        connection.setAutoCommit(false);
        statement.execute(Files.readString(schema));
        connection.commit();
      }
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
