package io.habeas.storeagent.jdbc;

import static java.util.stream.Collectors.joining;

import com.zaxxer.hikari.HikariConfig;
import io.habeas.participant.WaitReason;
import io.habeas.participant.Withheld;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.KeepingPeriod;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** PostgreSQL. */
record PostgresDialect() implements Dialect {
  @Override
  public void configure(HikariConfig pool, JdbcConnection connection) {
    PostgresSession.configure(pool, connection);
  }

  /** One state of the database throughout; who else changed the same rows makes it fail. */
  @Override
  public int writingIsolation() {
    return TransactionDefinition.ISOLATION_REPEATABLE_READ;
  }

  @Override
  public String usualSchema(JdbcTemplate jdbc) {
    return "public";
  }

  @Override
  public Catalogue read(JdbcTemplate jdbc, String schema) {
    return new PostgresCatalogue(jdbc, schema, this).read();
  }

  @Override
  public boolean hasOwnTables(JdbcTemplate jdbc) {
    return PostgresSession.hasOwnTables(jdbc);
  }

  @Override
  public void createOwnTables(
      JdbcTemplate jdbc, TransactionTemplate transaction, Optional<String> reader) {
    PostgresSession.createOwnTables(jdbc, transaction, reader.map(this::quote));
  }

  @Override
  public Optional<WaitReason> reason(SQLException failure) {
    return PostgresFailures.reason(failure);
  }

  @Override
  public String place(SQLException failure) {
    return PostgresFailures.place(failure);
  }

  /** A cursor asks for a few rows at a time, and each time counts by itself. */
  @Override
  public <T> T streaming(JdbcTemplate jdbc, Supplier<T> reading) {
    return reading.get();
  }

  @Override
  public String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public String text(String expression, LiveColumn column) {
    return expression + "::text";
  }

  @Override
  public String typed(String expression, LiveColumn column) {
    return "CAST(" + expression + " AS " + column.type() + ")";
  }

  @Override
  public String assigned(String expression, LiveColumn column) {
    return typed(expression, column);
  }

  @Override
  public String target(String column) {
    return quote(column);
  }

  @Override
  public String key(List<String> texts) {
    return texts.stream().collect(joining(", ", "ARRAY[", "]"));
  }

  @Override
  public String keyPart(String held, int place) {
    return held + "[" + (place + 1) + "]";
  }

  @Override
  public String heldText(String held) {
    return held + "::text";
  }

  @Override
  public String heldParameter() {
    return "CAST(? AS text[])";
  }

  /**
   * {@inheritDoc}
   *
   * <p>The database is never asked to convert what it could refuse, since a refusal would end the
   * transaction.
   */
  @Override
  public Optional<Object> bindable(String value, LiveColumn column) {
    if (value.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return switch (column.kind()) {
      case INTEGER -> Values.integer(value, column).map(java.math.BigInteger::longValueExact);
      case DECIMAL -> Values.decimal(value);
      case UUID -> Values.uuid(value);
      case TEXT -> Optional.of(value);
      // Left to the database: an enum, say.
      case TIME, BOOLEAN, JSON, BINARY, OTHER ->
          Optional.of(new SqlParameterValue(Types.OTHER, value));
    };
  }

  @Override
  public Sql holds(String column, LiveColumn live, List<Object> values, boolean ignoreCase) {
    boolean lower = ignoreCase && live.isText();
    String place = lower ? "lower(?)" : "?";
    return new Sql(
        (lower ? "lower(" + column + "::text)" : column)
            + " IN ("
            + String.join(", ", Collections.nCopies(values.size(), place))
            + ")",
        values);
  }

  @Override
  public Sql holdsText(String column, LiveColumn live, List<String> values, boolean ignoreCase) {
    return new Sql(
        (ignoreCase ? "lower(" + column + "::text)" : column + "::text")
            + " = ANY (CAST(? AS text[]))",
        List.<Object>of((Object) values.toArray(String[]::new)));
  }

  @Override
  public String differs(String left, String right) {
    return left + " IS DISTINCT FROM " + right;
  }

  @Override
  public Sql expiry(String column, LocalDateTime otherwise, KeepingPeriod period) {
    String from = "COALESCE(" + column + "::timestamp, CAST(? AS timestamp))";
    return Sql.of(
        (period.countsDays() ? "date_trunc('day', " + from + ")" : from) + " + CAST(? AS interval)",
        otherwise,
        period.toString());
  }

  @Override
  public Sql generalised(String column, LiveColumn live, ErasureStrategy.Unit unit) {
    return Sql.of("date_trunc(?, " + column + ")", unit.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public String unlessThere(String table, String anyColumn) {
    return " ON CONFLICT DO NOTHING";
  }

  @Override
  public Sql delete(String alias, String table, Sql source, String same, Sql where) {
    return Sql.of("DELETE FROM " + table + " " + alias + " USING ")
        .then(source)
        .then(" WHERE " + same)
        .then(where);
  }

  @Override
  public Sql update(String live, Sql source, String same, Sql assignments, Sql where) {
    return Sql.of("UPDATE " + live + " SET ")
        .then(assignments)
        .then(" FROM ")
        .then(source)
        .then(" WHERE " + same)
        .then(where);
  }

  /** Of the same text however many there are, so that the statement is prepared once. */
  @Override
  public Sql rows(List<LiveColumn> key, List<List<String>> keys) {
    List<Object> arrays = new ArrayList<>();
    List<String> places = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      int place = i;
      arrays.add(keys.stream().map(row -> row.get(place)).toArray(String[]::new));
      places.add("CAST(CAST(? AS text[]) AS " + key.get(i).type() + "[])");
    }
    return new Sql(
        "unnest("
            + String.join(", ", places)
            + ") AS s("
            + key.stream().map(column -> quote(column.name())).collect(joining(", "))
            + ")",
        arrays);
  }

  @Override
  public String temporary(int place) {
    return "pg_temp." + quote("habeas_subject_" + place);
  }

  @Override
  public void createTemporary(JdbcTemplate jdbc, int place, String number, List<LiveColumn> key) {
    jdbc.execute(
        "CREATE TEMPORARY TABLE %s (%s bigint PRIMARY KEY, %s) ON COMMIT DROP"
            .formatted(
                quote("habeas_subject_" + place),
                number,
                key.stream()
                    .map(column -> quote(column.name()) + " " + column.type())
                    .collect(joining(", "))));
  }

  /** As the database itself writes JSON; a column of type json may have line breaks. */
  @Override
  public Sql json(
      List<LiveColumn> columns, Set<String> withheld, Optional<Sql> statements, Sql from) {
    List<Sql> members =
        columns.stream()
            .map(
                column ->
                    withheld.contains(column.name())
                        ? Sql.of("CAST(? AS json) AS " + quote(column.name()), Withheld.json())
                        : Sql.of("t." + quote(column.name())))
            .toList();
    Sql beside =
        statements
            .map(
                those ->
                    Sql.of(", (SELECT json_agg(w.statement)")
                        .then(those)
                        .then(") AS \"habeas:statements\""))
            .orElse(Sql.NOTHING);
    return Sql.of("SELECT translate(to_json(r)::text, E'\\n\\r', '  ') FROM (SELECT ")
        .then(Sql.join(", ", members))
        .then(beside)
        .then(" FROM ")
        .then(from)
        .then(") r");
  }

  @Override
  public Optional<List<String>> caseIndex(LiveColumn column) {
    String name = column.name().matches("[a-z_][a-z0-9_]*") ? column.name() : quote(column.name());
    return Optional.of(List.of("lower(" + name + ")", "lower(" + name + "::text)"));
  }
}
