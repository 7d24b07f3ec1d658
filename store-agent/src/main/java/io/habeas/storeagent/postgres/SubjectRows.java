package io.habeas.storeagent.postgres;

import static java.util.stream.Collectors.joining;

import io.habeas.participant.Identifiers;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.StorePlan.Table;
import io.habeas.storeagent.postgres.Catalogue.LiveColumn;
import java.math.BigDecimal;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.SqlParameterValue;

/**
 * Which rows are a person's, as queries: found by identifiers, and by following the plan's links
 * from rows so found. No key of the person passes through the agent's memory.
 */
final class SubjectRows {
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,19}");
  private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,100}(\\.[0-9]{1,100})?");

  private final StorePlan plan;
  private final Catalogue catalogue;
  private final Identifiers identifiers;

  SubjectRows(StorePlan plan, Catalogue catalogue, Identifiers identifiers) {
    this.plan = plan;
    this.catalogue = catalogue;
    this.identifiers = identifiers;
  }

  /**
   * A query for the primary keys of the person's rows in {@code table}, each once; empty if none of
   * the identifiers leads there.
   */
  Optional<Sql> keys(Table table) {
    return select(table, table.primaryKey(), alternatives(table));
  }

  /** The same, of those rows only that an identifier itself points at. */
  Optional<Sql> directKeys(Table table) {
    return select(table, table.primaryKey(), byIdentifier(table));
  }

  private Optional<Sql> select(Table table, List<String> columns, List<Sql> alternatives) {
    if (alternatives.isEmpty()) {
      return Optional.empty();
    }
    String head = "SELECT " + names("t", columns) + " FROM " + name(table) + " t WHERE ";
    // A union rather than an OR: each alternative then uses its own index.
    return Optional.of(
        Sql.join(
            " UNION ",
            alternatives.stream().map(alternative -> Sql.of(head).then(alternative)).toList()));
  }

  private List<Sql> alternatives(Table table) {
    List<Sql> alternatives = new ArrayList<>(byIdentifier(table));
    for (Link link : table.links()) {
      Table from = plan.table(link.from());
      select(from, link.fromColumns(), alternatives(from))
          .ifPresent(
              keys ->
                  alternatives.add(
                      Sql.of("(" + names("t", link.toColumns()) + ") IN (").then(keys).then(")")));
    }
    return alternatives;
  }

  private List<Sql> byIdentifier(Table table) {
    return table.columns().values().stream()
        .map(column -> byIdentifier(table, column))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Sql> byIdentifier(Table table, Column column) {
    LiveColumn live = catalogue.column(table.name(), column.name());
    List<Object> values =
        column.identifier().map(identifiers::of).orElseGet(List::of).stream()
            .map(value -> bindable(value, live))
            .flatMap(Optional::stream)
            .toList();
    if (values.isEmpty()) {
      return Optional.empty();
    }
    String left = "t." + Sql.quote(column.name());
    boolean ignoreCase = column.match() == Match.IGNORE_CASE && live.isText();
    String place = ignoreCase ? "lower(?)" : "?";
    String places = values.stream().map(value -> place).collect(joining(", "));
    return Optional.of(
        new Sql(
            (ignoreCase ? "lower(" + left + "::text)" : left) + " IN (" + places + ")", values));
  }

  String name(Table table) {
    return Sql.quote(catalogue.schema()) + "." + Sql.quote(table.name());
  }

  static String names(String alias, List<String> columns) {
    return columns.stream().map(column -> alias + "." + Sql.quote(column)).collect(joining(", "));
  }

  /**
   * {@code value} as the column's type; empty if no row can have it. The database is never asked to
   * convert what it could refuse, since a refusal would end the transaction.
   */
  static Optional<Object> bindable(String value, LiveColumn column) {
    if (value.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return switch (column.base()) {
      case "int2" -> integer(value, Short.MIN_VALUE, Short.MAX_VALUE);
      case "int4" -> integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case "int8" -> integer(value, Long.MIN_VALUE, Long.MAX_VALUE);
      case "numeric" ->
          Optional.of(value).filter(v -> DECIMAL.matcher(v).matches()).map(BigDecimal::new);
      case "uuid" -> uuid(value);
      case "text", "varchar", "bpchar", "name", "citext" -> Optional.of(value);
      // Left to the database: an enum, say.
      default -> Optional.of(new SqlParameterValue(Types.OTHER, value));
    };
  }

  private static Optional<Object> integer(String value, long least, long most) {
    if (!INTEGER.matcher(value).matches()) {
      return Optional.empty();
    }
    var number = new BigDecimal(value);
    return number.compareTo(BigDecimal.valueOf(least)) < 0
            || number.compareTo(BigDecimal.valueOf(most)) > 0
        ? Optional.empty()
        : Optional.of(number.longValueExact());
  }

  private static Optional<Object> uuid(String value) {
    try {
      UUID uuid = UUID.fromString(value);
      return Objects.equals(uuid.toString(), value.toLowerCase(java.util.Locale.ROOT))
          ? Optional.of(uuid)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
