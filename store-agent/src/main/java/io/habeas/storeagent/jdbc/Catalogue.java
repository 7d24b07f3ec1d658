package io.habeas.storeagent.jdbc;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the database says its tables are.
 *
 * @param dialect how it is spoken to
 * @param schema where they are
 * @param tables by name; views and their like are among them
 * @param foreignKeys whose parents are in the schema, wherever their children are
 */
record Catalogue(
    Dialect dialect, String schema, Map<String, LiveTable> tables, List<ForeignKey> foreignKeys) {

  Catalogue {
    tables = Map.copyOf(tables);
    foreignKeys = List.copyOf(foreignKeys);
  }

  /**
   * A table.
   *
   * @param obstacle why its rows cannot be worked on ("is a view"); empty if they can
   * @param columns by name, in their order
   * @param primaryKey columns of its primary key, in their order; none if it has none
   * @param uniqueKeys columns of which no two rows have the same values
   * @param leading what its indexes begin with, names of columns or expressions as the database
   *     writes them
   */
  record LiveTable(
      Optional<String> obstacle,
      Map<String, LiveColumn> columns,
      List<String> primaryKey,
      List<Set<String>> uniqueKeys,
      Set<String> leading) {
    LiveTable {
      primaryKey = List.copyOf(primaryKey);
      columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
      uniqueKeys = List.copyOf(uniqueKeys);
      leading = Set.copyOf(leading);
    }
  }

  /** What values of a column are. */
  enum Kind {
    TEXT,
    INTEGER,
    DECIMAL,
    UUID,
    /** A date, or an instant. */
    TIME,
    BOOLEAN,
    JSON,
    BINARY,
    OTHER
  }

  /**
   * A column.
   *
   * @param type as SQL writes it, with its modifiers
   * @param base the name of the type without them, under any domain
   * @param filled whether a new row has a value here if none is given
   * @param told whether an insertion tells what the database has filled in here
   * @param generated whether it is worked out from other columns
   * @param sample a value that its type names itself, the first of an enumeration; empty elsewhere
   * @param charset of a text in MySQL's kind; empty elsewhere
   * @param collation of a text in MySQL's kind; empty elsewhere
   */
  record LiveColumn(
      String name,
      String type,
      String base,
      Kind kind,
      boolean notNull,
      boolean filled,
      boolean told,
      boolean generated,
      Optional<String> sample,
      Optional<String> charset,
      Optional<String> collation) {
    boolean isText() {
      return kind == Kind.TEXT;
    }

    boolean isTime() {
      return kind == Kind.TIME;
    }
  }

  /** What becomes of rows whose parent goes. */
  enum OnDelete {
    /** The parent does not go. */
    REFUSED,
    /** They go too. */
    CASCADES,
    /** They are changed. */
    SEVERS
  }

  /**
   * Rows of {@code child} name rows of {@code parent}.
   *
   * @param deferrable whether it is enough if it holds at the end of the transaction
   */
  record ForeignKey(
      String childSchema,
      String child,
      String parent,
      List<String> childColumns,
      List<String> parentColumns,
      OnDelete onDelete,
      boolean deferrable) {
    ForeignKey {
      childColumns = List.copyOf(childColumns);
      parentColumns = List.copyOf(parentColumns);
    }

    boolean isOf(String childName, String parentName, String schema) {
      return child.equals(childName) && parent.equals(parentName) && childSchema.equals(schema);
    }
  }

  Optional<LiveTable> table(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  Optional<LiveColumn> find(String table, String column) {
    return table(table).flatMap(found -> Optional.ofNullable(found.columns().get(column)));
  }

  /** The column, which the store was checked to have. */
  LiveColumn column(String table, String column) {
    return find(table, column)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Expected column %s.%s but it is not in the catalogue"
                        .formatted(table, column)));
  }

  List<LiveColumn> columns(String table, List<String> names) {
    return names.stream().map(name -> column(table, name)).toList();
  }

  String quote(String name) {
    return dialect.quote(name);
  }

  /** The table {@code name}, as SQL names it. */
  String name(String name) {
    return quote(schema) + "." + quote(name);
  }

  /** Columns of {@code alias} one after another. */
  String names(String alias, List<String> columns) {
    return columns.stream().map(column -> alias + "." + quote(column)).collect(joining(", "));
  }

  /** That columns of one alias equal those of another, in their order. */
  String same(String left, List<String> leftColumns, String right, List<String> rightColumns) {
    List<String> equal = new ArrayList<>();
    for (int i = 0; i < leftColumns.size(); i++) {
      equal.add(
          "%s.%s = %s.%s"
              .formatted(left, quote(leftColumns.get(i)), right, quote(rightColumns.get(i))));
    }
    return String.join(" AND ", equal);
  }

  /** The key of row {@code alias} of {@code table} as the agent's own tables hold it. */
  String key(String alias, String table, List<String> primaryKey) {
    return dialect.key(
        columns(table, primaryKey).stream()
            .map(column -> dialect.text(alias + "." + quote(column.name()), column))
            .toList());
  }

  /** That {@code t} is the row whose key {@code held}, a column of an own table, is. */
  String isHeld(String held, String table, List<String> primaryKey) {
    List<String> equal = new ArrayList<>();
    for (int i = 0; i < primaryKey.size(); i++) {
      LiveColumn column = column(table, primaryKey.get(i));
      equal.add(
          "t." + quote(column.name()) + " = " + dialect.typed(dialect.keyPart(held, i), column));
    }
    return String.join(" AND ", equal);
  }
}
