package io.habeas.storeagent.jdbc;

import com.zaxxer.hikari.HikariConfig;
import java.util.Optional;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.transaction.support.TransactionTemplate;

/** Settings of a connection to PostgreSQL, and what is done once on one. */
final class PostgresSession {
  private static final ClassPathResource OWN_TABLES =
      new ClassPathResource("postgresql.sql", PostgresSession.class);

  /** Several agents may start at once, and CREATE ... IF NOT EXISTS does not survive that. */
  private static final long LOCK = 0x4861_6265_6173L;

  private PostgresSession() {}

  static void configure(HikariConfig pool, JdbcConnection connection) {
    pool.setJdbcUrl(connection.url());
    pool.setConnectionInitSql(
        "SET statement_timeout = %d; SET lock_timeout = %d; SET TIME ZONE 'UTC'"
            .formatted(
                connection.statementTimeout().toMillis(), connection.lockTimeout().toMillis()));
    Properties driver = new Properties();
    driver.setProperty("ApplicationName", "habeas-store-agent");
    driver.setProperty(
        "connectTimeout", String.valueOf(Math.max(1, connection.connectTimeout().toSeconds())));
    // A server that is gone without a word is noticed after the longest statement is over.
    driver.setProperty(
        "socketTimeout", String.valueOf(connection.statementTimeout().plusSeconds(10).toSeconds()));
    // Details of the server's errors quote values.
    driver.setProperty("logServerErrorDetail", "false");
    pool.setDataSourceProperties(driver);
  }

  /** Whether all are there, with all their columns: an earlier version may have made them. */
  static boolean hasOwnTables(JdbcTemplate jdbc) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "SELECT to_regclass('habeas.habeas_owner') IS NOT NULL AND EXISTS (SELECT 1"
                + " FROM pg_attribute WHERE attrelid = to_regclass('habeas.habeas_retention') AND"
                + " attname = 'counted')",
            Boolean.class));
  }

  /** Idempotent. */
  static void createOwnTables(
      JdbcTemplate jdbc, TransactionTemplate transaction, Optional<String> reader) {
    transaction.executeWithoutResult(
        status -> {
          jdbc.query("SELECT pg_advisory_xact_lock(?)", row -> {}, LOCK);
          if (!hasOwnTables(jdbc)) {
            ConnectionCallback<Boolean> script =
                connection -> {
                  ScriptUtils.executeSqlScript(connection, OWN_TABLES);
                  return true;
                };
            jdbc.execute(script);
            reader.ifPresent(role -> grant(jdbc, role));
          }
        });
  }

  private static void grant(JdbcTemplate jdbc, String role) {
    jdbc.execute("GRANT USAGE ON SCHEMA habeas TO " + role);
    jdbc.execute("GRANT SELECT ON ALL TABLES IN SCHEMA habeas TO " + role);
  }
}
