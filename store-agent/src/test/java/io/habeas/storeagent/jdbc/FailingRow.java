package io.habeas.storeagent.jdbc;

import io.habeas.participant.testkit.Interruptions;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Has a MariaDB server end when a row is written, as far as whoever sent the statement can tell.
 * Triggers count in a sequence, which no rollback takes back.
 */
final class FailingRow implements Interruptions {
  private static final List<String> EVENTS = List.of("INSERT", "UPDATE", "DELETE");

  private static final int PASSED = 1_000;

  private final JdbcTemplate observer;
  private final String database;
  private int wanted;

  FailingRow(JdbcTemplate observer, String database) {
    this.observer = observer;
    this.database = database;
  }

  @Override
  public void at(int n, Moment moment) {
    wanted = n;
    List<String> statements = new ArrayList<>();
    statements.add("CREATE SEQUENCE " + count() + " NOCACHE");
    List<String> tables =
        observer.queryForList(
            "SELECT CONCAT(table_schema, '.', table_name) FROM information_schema.tables"
                + " WHERE table_type = 'BASE TABLE' AND table_schema IN (?, 'habeas')",
            String.class,
            database);
    for (String table : tables) {
      for (String event : EVENTS) {
        // ER_SERVER_SHUTDOWN
        statements.add(
            """
            CREATE TRIGGER %s_interrupted_%s %s %s ON %s FOR EACH ROW
            IF NEXTVAL(%s) = %d THEN
              SIGNAL SQLSTATE '08S01' SET MYSQL_ERRNO = 1053, MESSAGE_TEXT = 'interrupted';
            END IF
            """
                .formatted(table, event, moment, event, table, count(), n));
      }
    }
    observer.execute(String.join(";", statements));
  }

  private String count() {
    return database + ".interruption_count";
  }

  @Override
  public boolean mend() {
    Boolean reached =
        observer.queryForObject(
            "SELECT next_not_cached_value > ? FROM " + count(), Boolean.class, wanted);
    // Beyond the number that they wait for, triggers do nothing: to drop them takes longer.
    observer.queryForObject("SELECT SETVAL(" + count() + ", ?)", Long.class, wanted + PASSED);
    return Boolean.TRUE.equals(reached);
  }
}
