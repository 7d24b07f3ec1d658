package io.habeas.storeagent.jdbc;

import static java.util.Objects.requireNonNull;

import io.habeas.storeagent.jdbc.Catalogue.ForeignKey;
import io.habeas.storeagent.jdbc.Catalogue.Kind;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.jdbc.Catalogue.LiveTable;
import io.habeas.storeagent.jdbc.Catalogue.OnDelete;
import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads PostgreSQL's system catalogue. */
final class PostgresCatalogue {
  private static final String COLUMNS =
      """
      SELECT c.relname, c.relkind::text AS relkind, a.attname,
             format_type(a.atttypid, a.atttypmod) AS type,
             COALESCE(base.typname, t.typname) AS base, a.attnotnull,
             a.atthasdef OR a.attidentity <> '' AS filled, a.attgenerated <> '' AS generated,
             (SELECT e.enumlabel FROM pg_catalog.pg_enum e
              WHERE e.enumtypid = COALESCE(base.oid, t.oid)
              ORDER BY e.enumsortorder LIMIT 1) AS sample
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_catalog.pg_type base ON base.oid = t.typbasetype
      WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      ORDER BY c.relname, a.attnum
      """;

  /** What a key of a partitioned table has the server make for each partition says nothing new. */
  private static final String FOREIGN_KEYS =
      """
      SELECT childn.nspname AS child_schema, child.relname AS child, parent.relname AS parent,
             f.confdeltype::text AS on_delete, f.condeferrable,
             ARRAY(SELECT a.attname::text
                   FROM unnest(f.conkey) WITH ORDINALITY AS k(attnum, place)
                   JOIN pg_catalog.pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.attnum
                   ORDER BY k.place) AS child_columns,
             ARRAY(SELECT a.attname::text
                   FROM unnest(f.confkey) WITH ORDINALITY AS k(attnum, place)
                   JOIN pg_catalog.pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.attnum
                   ORDER BY k.place) AS parent_columns
      FROM pg_catalog.pg_constraint f
      JOIN pg_catalog.pg_class child ON child.oid = f.conrelid
      JOIN pg_catalog.pg_namespace childn ON childn.oid = child.relnamespace
      JOIN pg_catalog.pg_class parent ON parent.oid = f.confrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = parent.relnamespace
      WHERE f.contype = 'f' AND f.conparentid = 0 AND n.nspname = ?
      ORDER BY child.relname, f.conname
      """;

  private static final String INDEXES =
      """
      SELECT c.relname, pg_get_indexdef(i.indexrelid, 1, true) AS leading,
             i.indisunique AND i.indexprs IS NULL AS is_unique, i.indisprimary AS is_primary,
             ARRAY(SELECT a.attname::text
                   FROM generate_subscripts(i.indkey, 1) AS k(place)
                   JOIN pg_catalog.pg_attribute a
                     ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place]
                   WHERE k.place < i.indnkeyatts
                   ORDER BY k.place) AS columns
      FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND i.indisvalid AND i.indpred IS NULL
      """;

  private final JdbcTemplate jdbc;
  private final String schema;
  private final Dialect dialect;
  private final Map<String, Optional<String>> obstacles = new LinkedHashMap<>();
  private final Map<String, Map<String, LiveColumn>> columns = new HashMap<>();
  private final Map<String, List<String>> primaryKeys = new HashMap<>();
  private final Map<String, List<Set<String>>> uniqueKeys = new HashMap<>();
  private final Map<String, Set<String>> leading = new HashMap<>();

  PostgresCatalogue(JdbcTemplate jdbc, String schema, Dialect dialect) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.dialect = dialect;
  }

  Catalogue read() {
    readColumns();
    readIndexes();
    Map<String, LiveTable> tables = new HashMap<>();
    obstacles.forEach(
        (name, obstacle) ->
            tables.put(
                name,
                new LiveTable(
                    obstacle,
                    columns.getOrDefault(name, Map.of()),
                    primaryKeys.getOrDefault(name, List.of()),
                    uniqueKeys.getOrDefault(name, List.of()),
                    leading.getOrDefault(name, Set.of()))));
    return new Catalogue(dialect, schema, tables, foreignKeys());
  }

  private void readColumns() {
    jdbc.query(
        COLUMNS,
        row -> {
          String table = requireNonNull(row.getString("relname"));
          String name = requireNonNull(row.getString("attname"));
          String base = requireNonNull(row.getString("base"));
          obstacles.put(table, obstacle(requireNonNull(row.getString("relkind"))));
          columns
              .computeIfAbsent(table, any -> new LinkedHashMap<>())
              .put(
                  name,
                  new LiveColumn(
                      name,
                      requireNonNull(row.getString("type")),
                      base,
                      kind(base),
                      row.getBoolean("attnotnull"),
                      row.getBoolean("filled"),
                      row.getBoolean("filled"),
                      row.getBoolean("generated"),
                      Optional.ofNullable(row.getString("sample")),
                      Optional.empty(),
                      Optional.empty()));
        },
        schema);
  }

  private void readIndexes() {
    jdbc.query(
        INDEXES,
        row -> {
          String table = requireNonNull(row.getString("relname"));
          String first = requireNonNull(row.getString("leading"));
          leading.computeIfAbsent(table, any -> new HashSet<>()).add(unquoted(first));
          if (row.getBoolean("is_primary")) {
            primaryKeys.put(table, strings(row.getArray("columns")));
          }
          if (row.getBoolean("is_unique")) {
            uniqueKeys
                .computeIfAbsent(table, any -> new ArrayList<>())
                .add(new LinkedHashSet<>(strings(row.getArray("columns"))));
          }
        },
        schema);
  }

  private List<ForeignKey> foreignKeys() {
    return jdbc.query(
        FOREIGN_KEYS,
        (row, number) ->
            new ForeignKey(
                requireNonNull(row.getString("child_schema")),
                requireNonNull(row.getString("child")),
                requireNonNull(row.getString("parent")),
                strings(row.getArray("child_columns")),
                strings(row.getArray("parent_columns")),
                onDelete(requireNonNull(row.getString("on_delete"))),
                row.getBoolean("condeferrable")),
        schema);
  }

  private static List<String> strings(Array array) throws SQLException {
    List<String> strings = new ArrayList<>();
    for (Object element : (Object[]) array.getArray()) {
      strings.add(String.valueOf(element));
    }
    return strings;
  }

  private static String unquoted(String definition) {
    return definition.startsWith("\"") && definition.endsWith("\"")
        ? definition.substring(1, definition.length() - 1).replace("\"\"", "\"")
        : definition;
  }

  private static Optional<String> obstacle(String kind) {
    return switch (kind) {
      case "r", "p" -> Optional.empty();
      case "f" -> Optional.of("is in another database");
      default -> Optional.of("is a view");
    };
  }

  private static OnDelete onDelete(String code) {
    return switch (code) {
      case "c" -> OnDelete.CASCADES;
      case "n", "d" -> OnDelete.SEVERS;
      default -> OnDelete.REFUSED;
    };
  }

  private static Kind kind(String base) {
    return switch (base) {
      case "text", "varchar", "bpchar", "citext", "name" -> Kind.TEXT;
      case "int2", "int4", "int8" -> Kind.INTEGER;
      case "numeric" -> Kind.DECIMAL;
      case "uuid" -> Kind.UUID;
      case "date", "timestamp", "timestamptz" -> Kind.TIME;
      case "bool" -> Kind.BOOLEAN;
      case "json", "jsonb" -> Kind.JSON;
      case "bytea" -> Kind.BINARY;
      default -> Kind.OTHER;
    };
  }
}
