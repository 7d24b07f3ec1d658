package io.habeas.storeagent.jdbc;

import com.zaxxer.hikari.HikariConfig;
import io.habeas.storeagent.jdbc.MySqlDialect.Server;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** Settings of a connection to MySQL or MariaDB, and what is done once on one. */
final class MySqlSession {
  private static final Logger log = LoggerFactory.getLogger(MySqlSession.class);
  private static final ClassPathResource OWN_TABLES =
      new ClassPathResource("mysql.sql", MySqlSession.class);

  private static final int LOCK_SECONDS = 10;

  private final Server server;
  private final JdbcConnection connection;

  MySqlSession(Server server, JdbcConnection connection) {
    this.server = server;
    this.connection = connection;
  }

  void configure(HikariConfig pool) {
    // MariaDB's driver speaks to both, and takes its own scheme only.
    pool.setJdbcUrl(
        connection.url().replaceFirst("^" + JdbcConnection.MYSQL, JdbcConnection.MARIADB));
    long lockSeconds = Math.max(1, connection.lockTimeout().toSeconds());
    pool.setConnectionInitSql(
        "SET time_zone = '+00:00', innodb_lock_wait_timeout = %d, lock_wait_timeout = %d,"
                .formatted(lockSeconds, lockSeconds)
            + " sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES,NO_ZERO_DATE'), "
            + limit(server, connection.statementTimeout()));
    Properties driver = new Properties();
    driver.setProperty("connectTimeout", String.valueOf(connection.connectTimeout().toMillis()));
    // A server that is gone without a word is noticed after the longest statement is over.
    driver.setProperty(
        "socketTimeout", String.valueOf(connection.statementTimeout().plusSeconds(10).toMillis()));
    driver.setProperty("connectionTimeZone", "UTC");
    driver.setProperty("forceConnectionTimeZoneToSession", "true");
    // Messages quote statements, whose values are people's.
    driver.setProperty("dumpQueriesOnException", "false");
    driver.setProperty("allowLocalInfile", "false");
    pool.setDataSourceProperties(driver);
  }

  private static String limit(Server server, Duration timeout) {
    return switch (server) {
      case MARIADB -> "max_statement_time = " + timeout.toMillis() / 1000.0;
      case MYSQL -> "max_execution_time = " + timeout.toMillis();
    };
  }

  /** Here the whole of what is read counts as one statement, however slowly it is taken. */
  static <T> T streaming(Server server, JdbcTemplate jdbc, Supplier<T> reading) {
    String variable =
        switch (server) {
          case MARIADB -> "max_statement_time";
          case MYSQL -> "max_execution_time";
        };
    String before = jdbc.queryForObject("SELECT @@SESSION." + variable, String.class);
    jdbc.execute("SET SESSION " + variable + " = 0");
    boolean read = false;
    try {
      T result = reading.get();
      read = true;
      return result;
    } finally {
      restore(jdbc, variable, before, read);
    }
  }

  /** After a failure the connection may be gone, and then there is nothing to restore. */
  private static void restore(
      JdbcTemplate jdbc, String variable, @Nullable String before, boolean mustWork) {
    try {
      jdbc.execute("SET SESSION " + variable + " = " + before);
    } catch (DataAccessException e) {
      if (mustWork) {
        throw e;
      }
      log.debug("Expected to restore {} but the connection is gone", variable);
    }
  }

  static boolean hasOwnTables(JdbcTemplate jdbc) {
    return !jdbc.queryForList(
            "SELECT 1 FROM information_schema.tables WHERE table_schema = 'habeas'"
                + " AND table_name = 'habeas_owner'",
            Integer.class)
        .isEmpty();
  }

  /** Idempotent; agents that start at once take turns. */
  static void createOwnTables(JdbcTemplate jdbc) {
    ConnectionCallback<Boolean> script =
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.execute("SELECT GET_LOCK('habeas', " + LOCK_SECONDS + ")");
            try {
              ScriptUtils.executeSqlScript(connection, OWN_TABLES);
            } finally {
              statement.execute("SELECT RELEASE_LOCK('habeas')");
            }
          }
          return true;
        };
    jdbc.execute(script);
  }
}
