package io.habeas.storeagent.postgres;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the database says its tables are.
 *
 * @param schema where they are
 * @param columns by table and name
 * @param foreignKeys between them
 */
record Catalogue(
    String schema, Map<String, Map<String, LiveColumn>> columns, List<ForeignKey> foreignKeys) {

  private static final String COLUMNS =
      """
      SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type,
             COALESCE(base.typname, t.typname) AS base, a.attnotnull
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_catalog.pg_type base ON base.oid = t.typbasetype
      WHERE n.nspname = ? AND c.relkind IN ('r', 'p')
      """;

  private static final String FOREIGN_KEYS =
      """
      SELECT child.relname AS child, parent.relname AS parent, f.confdeltype::text AS on_delete,
             ARRAY(SELECT a.attname::text
                   FROM unnest(f.conkey) WITH ORDINALITY AS k(attnum, place)
                   JOIN pg_catalog.pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.attnum
                   ORDER BY k.place) AS child_columns
      FROM pg_catalog.pg_constraint f
      JOIN pg_catalog.pg_class child ON child.oid = f.conrelid
      JOIN pg_catalog.pg_class parent ON parent.oid = f.confrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = parent.relnamespace AND n.oid = child.relnamespace
      WHERE f.contype = 'f' AND n.nspname = ?
      """;

  /**
   * A column.
   *
   * @param type as SQL writes it, with its modifiers
   * @param base the internal name of the type, under any domain
   */
  record LiveColumn(String type, String base, boolean notNull) {
    boolean isText() {
      return Set.of("text", "varchar", "bpchar", "citext", "name").contains(base);
    }

    boolean isWholeNumber() {
      return Set.of("int2", "int4", "int8").contains(base);
    }

    boolean isTime() {
      return Set.of("date", "timestamp", "timestamptz").contains(base);
    }
  }

  /** Rows of {@code child} name rows of {@code parent}. */
  record ForeignKey(String child, String parent, Set<String> childColumns) {}

  static Catalogue read(JdbcTemplate jdbc, String schema) {
    Map<String, Map<String, LiveColumn>> columns = new HashMap<>();
    jdbc.query(
        COLUMNS,
        row -> {
          columns
              .computeIfAbsent(requireNonNull(row.getString("relname")), table -> new HashMap<>())
              .put(
                  requireNonNull(row.getString("attname")),
                  new LiveColumn(
                      requireNonNull(row.getString("type")),
                      requireNonNull(row.getString("base")),
                      row.getBoolean("attnotnull")));
        },
        schema);
    List<ForeignKey> foreignKeys =
        jdbc.query(
            FOREIGN_KEYS,
            (row, number) -> {
              Set<String> childColumns = new LinkedHashSet<>();
              for (Object column : (Object[]) row.getArray("child_columns").getArray()) {
                childColumns.add(String.valueOf(column));
              }
              return new ForeignKey(
                  requireNonNull(row.getString("child")),
                  requireNonNull(row.getString("parent")),
                  childColumns);
            },
            schema);
    return new Catalogue(schema, columns, foreignKeys);
  }

  Optional<LiveColumn> find(String table, String column) {
    return Optional.ofNullable(columns.getOrDefault(table, Map.of()).get(column));
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
}
