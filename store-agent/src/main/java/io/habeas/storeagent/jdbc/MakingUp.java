package io.habeas.storeagent.jdbc;

import static java.util.Objects.requireNonNull;

import io.habeas.storeagent.jdbc.Catalogue.ForeignKey;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.jdbc.MadeUp.Content;
import io.habeas.storeagent.jdbc.MadeUp.Row;
import io.habeas.storeagent.jdbc.Ties.Cell;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Table;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Works out which rows make up a person: one in each table to which the identifiers lead, with what
 * the database insists on and nothing else. What leads from row to row is handed out by the
 * database where it does so for everybody, and else is a value that no other row has.
 */
final class MakingUp {
  private final StorePlan plan;
  private final Catalogue catalogue;
  private final BiFunction<Column, LiveColumn, Optional<String>> granted;
  private final Inventing inventing;
  private final LocalDate today;
  private final List<Table> reached;
  private final Ties ties;
  private final List<String> obstacles = new ArrayList<>();

  private MakingUp(
      StorePlan plan,
      Catalogue catalogue,
      BiFunction<Column, LiveColumn, Optional<String>> granted,
      Inventing inventing,
      LocalDate today) {
    this.plan = plan;
    this.catalogue = catalogue;
    this.granted = granted;
    this.inventing = inventing;
    this.today = today;
    Set<String> names = new LinkedHashSet<>();
    for (Table table : plan.tables()) {
      boolean identified =
          table.columns().keySet().stream()
              .anyMatch(column -> identifier(new Cell(table.name(), column)).isPresent());
      boolean led =
          table.links().stream()
              .anyMatch(
                  link ->
                      names.contains(link.from())
                          && !SharedRows.arePossible(plan.table(link.from())));
      if (identified || led) {
        names.add(table.name());
      }
    }
    this.reached =
        ErasureOrder.of(plan, catalogue).tables().reversed().stream()
            .filter(table -> names.contains(table.name()))
            .toList();
    this.ties = Ties.of(plan, catalogue, names);
  }

  /**
   * @param granted the identifier that a column is to hold; empty if none of those granted fits
   */
  static MadeUp of(
      StorePlan plan,
      Catalogue catalogue,
      BiFunction<Column, LiveColumn, Optional<String>> granted,
      Inventing inventing,
      LocalDate today) {
    return new MakingUp(plan, catalogue, granted, inventing, today).madeUp();
  }

  private MadeUp madeUp() {
    List<Row> rows = new ArrayList<>();
    Set<String> before = new HashSet<>();
    for (Table table : new InsertionOrder(catalogue, ties, this::source).of(reached)) {
      Map<LiveColumn, Content> columns = columns(table, before);
      rows.add(new Row(table, columns));
      refuseKeysToOthers(table, columns);
      before.add(table.name());
    }
    return new MadeUp(rows, obstacles);
  }

  private Map<LiveColumn, Content> columns(Table table, Set<String> before) {
    Map<LiveColumn, Content> columns = new LinkedHashMap<>();
    for (LiveColumn column : live(table).values()) {
      if (!column.generated()) {
        content(table, column, before).ifPresent(content -> columns.put(column, content));
      }
    }
    return columns;
  }

  private Optional<Content> content(Table table, LiveColumn column, Set<String> before) {
    Cell cell = new Cell(table.name(), column.name());
    if (ties.isTied(cell) || identifier(cell).isPresent()) {
      if (!column.notNull() && waits(table, column, before)) {
        return Optional.empty();
      }
      Optional<Content> source = source(cell);
      if (source.isPresent() && source.get() instanceof Content.SameAs(var handedOut)) {
        return handedOut.equals(cell)
            ? Optional.of(new Content.HandedOut())
            : before.contains(handedOut.table()) ? source : none(table, column);
      }
      return source.isPresent() ? source : none(table, column);
    }
    if (table.treatment() instanceof Treatment.Retain(var rule, var strategies)
        && rule.from().equals(column.name())) {
      ZonedDateTime now = today.atStartOfDay(ZoneOffset.UTC);
      Instant longAgo = Inventing.LONG_AGO.atStartOfDay(ZoneOffset.UTC).toInstant();
      if (rule.period().end(Optional.of(longAgo), now).isAfter(now.toInstant())) {
        obstacle(
            "Expected records of %s to be kept for less than half a century but the rule is %s",
            table.name(), rule.rule());
      }
      return Optional.of(new Content.Value(Inventing.LONG_AGO.toString()));
    }
    if (!isRequired(column)) {
      return Optional.empty();
    }
    Optional<Content> invented =
        inventing
            .value(cell, column, mustDiffer(table, column), isAddress(cell))
            .map(Content.Value::new);
    return invented.isPresent() ? invented : none(table, column);
  }

  /** A column that can be left empty, is. */
  private Optional<Content> none(Table table, LiveColumn column) {
    if (isRequired(column)) {
      obstacle(
          "Expected a value of %s.%s that can be made up but it is %s, and may not be left out",
          table.name(), column.name(), column.type());
    }
    return Optional.empty();
  }

  /** Where the value of a cell is from; empty if none can be made up. */
  private Optional<Content> source(Cell cell) {
    Set<Cell> same = ties.with(cell);
    for (Cell one : same) {
      Optional<String> identifier = identifier(one);
      if (identifier.isPresent()) {
        return identifier.map(Content.Value::new);
      }
    }
    Optional<Content> handedOut =
        same.stream()
            .filter(one -> catalogue.column(one.table(), one.column()).told())
            .min(Comparator.comparingInt(this::place))
            .map(Content.SameAs::new);
    return handedOut.isPresent() ? handedOut : inventedFor(same);
  }

  /** One that fits the narrowest. */
  private Optional<Content> inventedFor(Set<Cell> same) {
    Cell name = same.stream().min(Comparator.comparing(Cell::toString)).orElseThrow();
    boolean address = same.stream().anyMatch(this::isAddress);
    List<String> values = new ArrayList<>();
    for (Cell one : same) {
      inventing
          .value(name, catalogue.column(one.table(), one.column()), true, address)
          .ifPresent(values::add);
    }
    return values.size() < same.size()
        ? Optional.empty()
        : values.stream().min(Comparator.comparingInt(String::length)).map(Content.Value::new);
  }

  private int place(Cell cell) {
    return reached.stream().map(Table::name).toList().indexOf(cell.table());
  }

  private Optional<String> identifier(Cell cell) {
    Column mapped = plan.table(cell.table()).columns().get(cell.column());
    return mapped == null
        ? Optional.empty()
        : granted.apply(mapped, catalogue.column(cell.table(), cell.column()));
  }

  private boolean isAddress(Cell cell) {
    Column mapped = plan.table(cell.table()).columns().get(cell.column());
    return mapped != null && mapped.identifier().filter("email"::equals).isPresent();
  }

  private static boolean isRequired(LiveColumn column) {
    return column.notNull() && !column.filled();
  }

  /** Whether nothing else tells the row from others by a key that the column is part of. */
  private boolean mustDiffer(Table table, LiveColumn column) {
    return catalogue.table(table.name()).orElseThrow().uniqueKeys().stream()
        .filter(key -> key.contains(column.name()))
        .anyMatch(
            key ->
                key.stream()
                    .filter(name -> !name.equals(column.name()))
                    .noneMatch(name -> differs(table, name)));
  }

  private boolean differs(Table table, String name) {
    Cell cell = new Cell(table.name(), name);
    return ties.isTied(cell)
        || identifier(cell).isPresent()
        || catalogue.find(table.name(), name).filter(column -> !isRequired(column)).isPresent();
  }

  /** Whether it refers to a row that is inserted later only. */
  private boolean waits(Table table, LiveColumn column, Set<String> before) {
    return keys(table)
        .anyMatch(
            key ->
                key.childColumns().contains(column.name())
                    && !key.deferrable()
                    && place(new Cell(key.parent(), "")) >= 0
                    && !key.parent().equals(table.name())
                    && !before.contains(key.parent()));
  }

  /** What is made up must not hang on what is real: that would be somebody's, or nobody's. */
  private void refuseKeysToOthers(Table table, Map<LiveColumn, Content> columns) {
    Set<String> given = new HashSet<>();
    columns.keySet().forEach(column -> given.add(column.name()));
    keys(table)
        .filter(key -> given.containsAll(key.childColumns()))
        .filter(key -> key.parent().equals(table.name()) || place(new Cell(key.parent(), "")) < 0)
        .forEach(
            key ->
                obstacle(
                    "Expected %s.%s to refer to rows that can be made up too but it refers to %s",
                    table.name(), String.join(",", key.childColumns()), key.parent()));
  }

  private java.util.stream.Stream<ForeignKey> keys(Table table) {
    return catalogue.foreignKeys().stream()
        .filter(
            key ->
                key.child().equals(table.name()) && key.childSchema().equals(catalogue.schema()));
  }

  private Map<String, LiveColumn> live(Table table) {
    return requireNonNull(catalogue.tables().get(table.name())).columns();
  }

  private void obstacle(String message, Object... arguments) {
    obstacles.add(message.formatted(arguments));
  }
}
