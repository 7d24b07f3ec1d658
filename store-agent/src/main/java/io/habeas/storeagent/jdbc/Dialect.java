package io.habeas.storeagent.jdbc;

import com.zaxxer.hikari.HikariConfig;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.KeepingPeriod;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What differs between relational databases. Everything else is said in SQL that all of them
 * understand. In statements on a table, {@code t} is its row and {@code s} names the rows that are
 * meant.
 */
sealed interface Dialect permits PostgresDialect, MySqlDialect {

  /** That of the database at a JDBC URL, which {@link JdbcConnection} has checked. */
  static Dialect of(String url) {
    if (url.startsWith(JdbcConnection.POSTGRESQL)) {
      return new PostgresDialect();
    }
    return new MySqlDialect(
        url.startsWith(JdbcConnection.MYSQL)
            ? MySqlDialect.Server.MYSQL
            : MySqlDialect.Server.MARIADB);
  }

  /** Sets the driver and everything that bounds a connection in time. */
  void configure(HikariConfig pool, JdbcConnection connection);

  /**
   * The isolation of a transaction that changes something, of {@link
   * org.springframework.transaction.TransactionDefinition}: one in which what was read to be a
   * person's is still so when it is changed.
   */
  int writingIsolation();

  /**
   * Where tables are if nobody says so.
   *
   * @throws Resisted if nobody can tell
   */
  String usualSchema(JdbcTemplate jdbc);

  Catalogue read(JdbcTemplate jdbc, String schema);

  boolean hasOwnTables(JdbcTemplate jdbc);

  /**
   * Makes the agent's own tables. Idempotent, also where several agents do it at once.
   *
   * @param reader the role that only reads, which is granted what it needs of them
   */
  void createOwnTables(JdbcTemplate jdbc, TransactionTemplate transaction, Optional<String> reader);

  /** Why to wait after a failure of the database; empty where its code says nothing. */
  Optional<WaitReason> reason(SQLException failure);

  /** The table and column that a failure names; never its text. */
  String place(SQLException failure);

  /** Runs {@code reading} without a limit to a single statement but to every wait for a row. */
  <T> T streaming(JdbcTemplate jdbc, Supplier<T> reading);

  /** An identifier as it is, whatever is in it. */
  String quote(String name);

  /** {@code expression} as a text from which {@link #typed} makes the same value again. */
  String text(String expression, LiveColumn column);

  /** The value of the column's type that the text {@code expression} writes. */
  String typed(String expression, LiveColumn column);

  /** The text {@code expression} as it is given to a column; refused if it does not fit. */
  String assigned(String expression, LiveColumn column);

  /** What {@code SET} names a column of {@code t}. */
  String target(String column);

  /** A key as own tables hold it, from the texts of its columns. */
  String key(List<String> texts);

  /** One column of a key that an own table holds, as a text. */
  String keyPart(String held, int place);

  /** A key that an own table holds, as a text that {@link #heldParameter} takes back. */
  String heldText(String held);

  /** Where a text of {@link #heldText} is bound. */
  String heldParameter();

  /** {@code value} as it is bound to be compared with the column; empty if no row can have it. */
  Optional<Object> bindable(String value, LiveColumn column);

  /**
   * That {@code t}'s column holds one of {@code values}, in a way that can use an index.
   *
   * @param values from {@link #bindable}, at least one
   */
  Sql holds(String column, LiveColumn live, List<Object> values, boolean ignoreCase);

  /**
   * That a text is one of {@code values}, in a way that can use an index.
   *
   * @param ignoreCase whether its case does not matter; the values are in lower case then
   */
  Sql holdsText(String column, LiveColumn live, List<String> values, boolean ignoreCase);

  /** That one is not the other, NULL being like any value. */
  String differs(String left, String right);

  /**
   * When {@code period} has passed since the date or instant in a column, in UTC, or, where it
   * holds none, since {@code otherwise}. If it counts days: the beginning of the day after.
   */
  Sql expiry(String column, LocalDateTime otherwise, KeepingPeriod period);

  /** A date or instant cut down to its unit. */
  Sql generalised(String column, LiveColumn live, ErasureStrategy.Unit unit);

  /** What an insertion into an own table ends with, so that rows that are there stay. */
  String unlessThere(String table, String anyColumn);

  /**
   * @param alias of the table, from which rows go
   * @param source the rows that are meant as {@code s}
   */
  Sql delete(String alias, String table, Sql source, String same, Sql where);

  Sql update(String live, Sql source, String same, Sql assignments, Sql where);

  /** The keys as {@code s}; there is at least one. */
  Sql rows(List<LiveColumn> key, List<List<String>> keys);

  /** The temporary table number {@code place}. */
  String temporary(int place);

  /**
   * Makes the temporary table, which ends with the transaction or is made anew by the next.
   *
   * @param number name of the column that numbers its rows
   */
  void createTemporary(JdbcTemplate jdbc, int place, String number, List<LiveColumn> key);

  /**
   * Rows as JSON objects on one line each.
   *
   * @param withheld names of columns in whose place a mark stands (legal rule L16)
   * @param statements what follows SELECT to read statements {@code w} beside a row; empty for none
   * @param from the table as {@code t} and what it is joined with and ordered by
   */
  Sql json(List<LiveColumn> columns, Set<String> withheld, Optional<Sql> statements, Sql from);

  /** What an index that serves a search ignoring case begins with; empty for the column itself. */
  Optional<List<String>> caseIndex(LiveColumn column);
}
