package io.habeas.storeagent.jdbc;

import static java.util.stream.Collectors.joining;

import com.zaxxer.hikari.HikariConfig;
import io.habeas.participant.WaitReason;
import io.habeas.participant.Withheld;
import io.habeas.storeagent.jdbc.Catalogue.Kind;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.KeepingPeriod;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * MySQL from 8.0 and MariaDB from 10.11, by MariaDB's driver.
 *
 * <p>Collations there hold different texts for equal (case, accents, spaces at the end), and could
 * lead to another person: they only find candidates by their index, and the bytes decide.
 */
record MySqlDialect(Server server) implements Dialect {

  /** Which of the two it is. */
  enum Server {
    MYSQL,
    MARIADB
  }

  @Override
  public void configure(HikariConfig pool, JdbcConnection connection) {
    new MySqlSession(server, connection).configure(pool);
  }

  /** Rows that were read are locked until the end, since changes here see later states. */
  @Override
  public int writingIsolation() {
    return TransactionDefinition.ISOLATION_SERIALIZABLE;
  }

  @Override
  public String usualSchema(JdbcTemplate jdbc) {
    String database = jdbc.queryForObject("SELECT DATABASE()", String.class);
    if (database == null) {
      throw new Resisted(
          "Expected the URL of the store, its schema or the dataset to name a database but none"
              + " does");
    }
    return database;
  }

  @Override
  public Catalogue read(JdbcTemplate jdbc, String schema) {
    return new MySqlCatalogue(jdbc, schema, this).read();
  }

  @Override
  public boolean hasOwnTables(JdbcTemplate jdbc) {
    return MySqlSession.hasOwnTables(jdbc);
  }

  /** Who may read them is the administrator's to say: accounts here are of a host. */
  @Override
  public void createOwnTables(
      JdbcTemplate jdbc, TransactionTemplate transaction, Optional<String> reader) {
    MySqlSession.createOwnTables(jdbc);
  }

  @Override
  public Optional<WaitReason> reason(SQLException failure) {
    return MySqlFailures.reason(failure);
  }

  /** Names are in the message only, with values beside them. */
  @Override
  public String place(SQLException failure) {
    return "";
  }

  @Override
  public <T> T streaming(JdbcTemplate jdbc, Supplier<T> reading) {
    return MySqlSession.streaming(server, jdbc, reading);
  }

  @Override
  public String quote(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  @Override
  public String text(String expression, LiveColumn column) {
    return MySqlTypes.text(expression, column);
  }

  @Override
  public String typed(String expression, LiveColumn column) {
    return MySqlTypes.typed(expression, column);
  }

  /** In strict mode, which every connection is in, what does not fit is refused. */
  @Override
  public String assigned(String expression, LiveColumn column) {
    return column.kind() == Kind.BINARY || column.base().equals("bit")
        ? typed(expression, column)
        : expression;
  }

  @Override
  public String target(String column) {
    return "t." + quote(column);
  }

  @Override
  public String key(List<String> texts) {
    return texts.stream()
        .collect(joining(", ", "CONVERT(JSON_ARRAY(", ") USING utf8mb4) COLLATE utf8mb4_bin"));
  }

  @Override
  public String keyPart(String held, int place) {
    return "JSON_UNQUOTE(JSON_EXTRACT(%s, '$[%d]'))".formatted(held, place);
  }

  @Override
  public String heldText(String held) {
    return held;
  }

  @Override
  public String heldParameter() {
    return "?";
  }

  /**
   * {@inheritDoc}
   *
   * <p>Never a text to a number: the database would make 0 of it, and find somebody.
   */
  @Override
  public Optional<Object> bindable(String value, LiveColumn column) {
    if (value.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return switch (column.kind()) {
      case INTEGER -> Values.integer(value, column).map(number -> number);
      case DECIMAL -> Values.decimal(value);
      case UUID -> Values.uuid(value).map(Object::toString);
      case TEXT -> Optional.of(value);
      case TIME, BOOLEAN, JSON, BINARY, OTHER -> Optional.empty();
    };
  }

  @Override
  public Sql holds(String column, LiveColumn live, List<Object> values, boolean ignoreCase) {
    Sql indexed =
        new Sql(
            column + " IN (" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")",
            values);
    if (!live.isText()) {
      return indexed;
    }
    String left = "CONVERT(" + column + " USING utf8mb4)";
    Sql exactly =
        new Sql(
            "%s IN (%s)"
                .formatted(
                    bytes(left, ignoreCase),
                    String.join(", ", Collections.nCopies(values.size(), bytes("?", ignoreCase)))),
            values);
    return ignoreCase && !ignoresCase(live) ? exactly : indexed.then(" AND ").then(exactly);
  }

  private static String bytes(String expression, boolean lower) {
    return "CAST(%s AS BINARY)".formatted(lower ? "LOWER(" + expression + ")" : expression);
  }

  private static boolean ignoresCase(LiveColumn column) {
    return column.collation().filter(name -> name.contains("_ci")).isPresent();
  }

  @Override
  public Sql holdsText(String column, LiveColumn live, List<String> values, boolean ignoreCase) {
    return holds(column, live, List.copyOf(values), ignoreCase);
  }

  @Override
  public String differs(String left, String right) {
    return "NOT (" + left + " <=> " + right + ")";
  }

  @Override
  public Sql expiry(String column, LocalDateTime otherwise, KeepingPeriod period) {
    String from = "COALESCE(" + column + ", CAST(? AS datetime(6)))";
    return Sql.of(
        "DATE_ADD(DATE_ADD(DATE_ADD(CAST("
            + (period.countsDays() ? "DATE(" + from + ")" : from)
            + " AS datetime(6)), INTERVAL ? MONTH), INTERVAL ? DAY), INTERVAL ? MICROSECOND)",
        otherwise,
        period.days().toTotalMonths(),
        period.days().getDays(),
        TimeUnit.NANOSECONDS.toMicros(period.time().toNanos()));
  }

  @Override
  public Sql generalised(String column, LiveColumn live, ErasureStrategy.Unit unit) {
    String format =
        switch (unit) {
          case YEAR -> "%Y-01-01 00:00:00";
          case MONTH -> "%Y-%m-01 00:00:00";
          case DAY -> "%Y-%m-%d 00:00:00";
          case HOUR -> "%Y-%m-%d %H:00:00";
        };
    return Sql.of(
        "CAST(DATE_FORMAT("
            + column
            + ", ?) AS "
            + (live.base().equals("date") ? "date" : "datetime")
            + ")",
        format);
  }

  @Override
  public String unlessThere(String table, String anyColumn) {
    return " ON DUPLICATE KEY UPDATE %s = %s.%s".formatted(anyColumn, table, anyColumn);
  }

  @Override
  public Sql delete(String alias, String table, Sql source, String same, Sql where) {
    return Sql.of("DELETE " + alias + " FROM " + table + " " + alias + " JOIN ")
        .then(source)
        .then(" ON " + same + " WHERE true")
        .then(where);
  }

  @Override
  public Sql update(String live, Sql source, String same, Sql assignments, Sql where) {
    return Sql.of("UPDATE " + live + " JOIN ")
        .then(source)
        .then(" ON " + same + " SET ")
        .then(assignments)
        .then(" WHERE true")
        .then(where);
  }

  @Override
  public Sql rows(List<LiveColumn> key, List<List<String>> keys) {
    List<Sql> rows = new ArrayList<>();
    String places = key.stream().map(column -> typed("?", column)).collect(joining(", "));
    String named =
        key.stream()
            .map(column -> typed("?", column) + " AS " + quote(column.name()))
            .collect(joining(", "));
    for (List<String> row : keys) {
      rows.add(Sql.of("SELECT " + (rows.isEmpty() ? named : places), row.toArray()));
    }
    return Sql.of("(").then(Sql.join(" UNION ALL ", rows)).then(") AS s");
  }

  @Override
  public String temporary(int place) {
    return "habeas." + quote("habeas_subject_" + place);
  }

  /** Neither this nor dropping it ends the transaction. */
  @Override
  public void createTemporary(JdbcTemplate jdbc, int place, String number, List<LiveColumn> key) {
    jdbc.execute("DROP TEMPORARY TABLE IF EXISTS " + temporary(place));
    jdbc.execute(
        "CREATE TEMPORARY TABLE %s (%s bigint PRIMARY KEY, %s) ENGINE = InnoDB"
            .formatted(
                temporary(place), number, key.stream().map(this::defined).collect(joining(", "))));
  }

  private String defined(LiveColumn column) {
    return "%s %s%s%s"
        .formatted(
            quote(column.name()),
            column.type(),
            column.charset().map(name -> " CHARACTER SET " + name).orElse(""),
            column.collation().map(name -> " COLLATE " + name).orElse(""));
  }

  @Override
  public Sql json(
      List<LiveColumn> columns, Set<String> withheld, Optional<Sql> statements, Sql from) {
    List<Sql> members = new ArrayList<>();
    for (LiveColumn column : columns) {
      members.add(
          withheld.contains(column.name())
              ? Sql.of("?, JSON_EXTRACT(?, '$')", column.name(), Withheld.json())
              : Sql.of(
                  "?, " + MySqlTypes.member("t." + quote(column.name()), column), column.name()));
    }
    statements.ifPresent(
        those ->
            members.add(
                Sql.of("?, (SELECT JSON_ARRAYAGG(w.statement)", "habeas:statements")
                    .then(those)
                    .then(")")));
    return Sql.of("SELECT REPLACE(REPLACE(JSON_OBJECT(")
        .then(Sql.join(", ", members))
        .then("), CHAR(10), ' '), CHAR(13), ' ') FROM ")
        .then(from);
  }

  @Override
  public Optional<List<String>> caseIndex(LiveColumn column) {
    return ignoresCase(column) ? Optional.empty() : Optional.of(List.of());
  }
}
