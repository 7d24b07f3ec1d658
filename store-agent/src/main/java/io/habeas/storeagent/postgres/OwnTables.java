package io.habeas.storeagent.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings the agent's own tables into being. One file of idempotent DDL rather than a migration
 * tool: whoever administers a store that lets the agent create nothing applies the same file
 * beforehand, and then no right to create is needed.
 */
final class OwnTables {
  private static final ClassPathResource DDL = new ClassPathResource("tables.sql", OwnTables.class);

  /** Several agents may start at once, and CREATE ... IF NOT EXISTS does not survive that. */
  private static final long LOCK = 0x4861_6265_6173L;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final Optional<String> reader;

  /**
   * @param reader the role that only reads, which is granted what it needs of these tables
   */
  OwnTables(JdbcTemplate jdbc, TransactionTemplate transaction, Optional<String> reader) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.reader = reader;
  }

  /** Idempotent. */
  void ensure() {
    if (exist()) {
      return;
    }
    transaction.executeWithoutResult(
        status -> {
          jdbc.query("SELECT pg_advisory_xact_lock(?)", row -> {}, LOCK);
          if (!exist()) {
            jdbc.execute(ddl());
            reader.ifPresent(this::grant);
          }
        });
  }

  private boolean exist() {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "SELECT to_regclass('habeas.habeas_retention') IS NOT NULL", Boolean.class));
  }

  private void grant(String role) {
    jdbc.execute("GRANT USAGE ON SCHEMA habeas TO " + Sql.quote(role));
    jdbc.execute("GRANT SELECT ON ALL TABLES IN SCHEMA habeas TO " + Sql.quote(role));
  }

  private static String ddl() {
    try {
      return DDL.getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
