package io.habeas.storeagent.jdbc;

import java.util.ArrayDeque;
import java.util.Deque;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Databases of the PostgreSQL that tests have in common, which all have the same tables and are
 * given back when a test is done: to make one takes far longer than to empty one.
 */
final class ReusedDatabases {
  private static final String EMPTYING =
      """
      DROP FUNCTION IF EXISTS public.interruption CASCADE;
      DROP SEQUENCE IF EXISTS public.interruption_count;
      DO $$ BEGIN
        EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('%I.%I', schemaname, tablename), ', ') || ' RESTART IDENTITY'
          FROM pg_tables WHERE schemaname IN ('public', 'habeas'));
      END $$
      """;

  private final String tables;
  private final Deque<Database> idle = new ArrayDeque<>();

  /**
   * @param tables what makes them
   */
  ReusedDatabases(String tables) {
    this.tables = tables;
  }

  /**
   * A database with tables and nothing in them.
   *
   * @param observer looks at it, and changes it, from outside of the agent
   */
  record Database(String url, JdbcTemplate observer) {}

  Database take() {
    return idle.isEmpty() ? make() : idle.pop();
  }

  private Database make() {
    String url = Databases.create();
    // A connection for each look would be a process of the server for each.
    JdbcTemplate observer = new JdbcTemplate(new SingleConnectionDataSource(url, true));
    observer.execute(tables);
    return new Database(url, observer);
  }

  void giveBack(Database database) {
    database.observer().execute(EMPTYING);
    idle.push(database);
  }
}
