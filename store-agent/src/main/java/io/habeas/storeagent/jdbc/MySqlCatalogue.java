package io.habeas.storeagent.jdbc;

import static java.util.Objects.requireNonNull;

import io.habeas.storeagent.jdbc.Catalogue.ForeignKey;
import io.habeas.storeagent.jdbc.Catalogue.Kind;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.jdbc.Catalogue.LiveTable;
import io.habeas.storeagent.jdbc.Catalogue.OnDelete;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads the information schema of MySQL and MariaDB. */
final class MySqlCatalogue {
  private static final String TABLES =
      """
      SELECT t.table_name AS name, t.table_type AS sort, e.transactions AS transactional
      FROM information_schema.tables t
      LEFT JOIN information_schema.engines e ON e.engine = t.engine
      WHERE t.table_schema = ?
      """;

  private static final String COLUMNS =
      """
      SELECT c.table_name AS tab, c.column_name AS name, c.data_type AS base,
             c.column_type AS type, c.is_nullable AS nullable, c.column_default AS preset,
             c.extra AS extra, c.generation_expression AS expression,
             c.character_set_name AS charset, c.collation_name AS collation
      FROM information_schema.columns c
      WHERE c.table_schema = ?
      ORDER BY c.table_name, c.ordinal_position
      """;

  /** MariaDB writes JSON as a text with a check, of whatever name. */
  private static final String JSON_CHECKS =
      """
      SELECT table_name AS tab,
             REPLACE(SUBSTR(check_clause, 13, CHAR_LENGTH(check_clause) - 14), '``', '`') AS name
      FROM information_schema.check_constraints
      WHERE constraint_schema = ? AND check_clause LIKE 'json_valid(`%`)'
      """;

  private static final String INDEXES =
      """
      SELECT table_name AS tab, index_name AS name, non_unique AS several, column_name AS col,
             seq_in_index AS place
      FROM information_schema.statistics
      WHERE table_schema = ?
      ORDER BY table_name, index_name, seq_in_index
      """;

  private static final String FOREIGN_KEYS =
      """
      SELECT k.constraint_schema AS child_schema, k.constraint_name AS name,
             k.table_name AS child, k.referenced_table_name AS parent,
             k.column_name AS child_column, k.referenced_column_name AS parent_column,
             r.delete_rule AS on_delete
      FROM information_schema.key_column_usage k
      JOIN information_schema.referential_constraints r
        ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name
           AND r.table_name = k.table_name
      WHERE k.referenced_table_schema = ?
      ORDER BY k.constraint_schema, k.table_name, k.constraint_name, k.ordinal_position
      """;

  private final JdbcTemplate jdbc;
  private final String schema;
  private final MySqlDialect dialect;
  private final Map<String, Optional<String>> obstacles = new HashMap<>();
  private final Map<String, Map<String, LiveColumn>> columns = new HashMap<>();
  private final Map<String, List<String>> primaryKeys = new HashMap<>();
  private final Map<String, Map<String, Set<String>>> uniqueKeys = new HashMap<>();
  private final Map<String, Set<String>> leading = new HashMap<>();

  MySqlCatalogue(JdbcTemplate jdbc, String schema, MySqlDialect dialect) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.dialect = dialect;
  }

  Catalogue read() {
    jdbc.query(
        TABLES,
        row -> {
          obstacles.put(requireNonNull(row.getString("name")), obstacle(row));
        },
        schema);
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
                    List.copyOf(uniqueKeys.getOrDefault(name, Map.of()).values()),
                    leading.getOrDefault(name, Set.of()))));
    return new Catalogue(dialect, schema, tables, foreignKeys());
  }

  private static Optional<String> obstacle(ResultSet row) throws SQLException {
    String sort = requireNonNull(row.getString("sort"));
    if (sort.contains("VIEW")) {
      return Optional.of("is a view");
    }
    if (sort.equals("SYSTEM VERSIONED")) {
      return Optional.of("keeps everything that is erased in its history");
    }
    return "YES".equals(row.getString("transactional"))
        ? Optional.empty()
        : Optional.of("has an engine without transactions");
  }

  private void readColumns() {
    Set<String> json = new HashSet<>();
    if (dialect.server() == MySqlDialect.Server.MARIADB) {
      jdbc.query(
          JSON_CHECKS,
          row -> {
            json.add(row.getString("tab") + "." + row.getString("name"));
          },
          schema);
    }
    jdbc.query(
        COLUMNS,
        row -> {
          String table = requireNonNull(row.getString("tab"));
          String name = requireNonNull(row.getString("name"));
          columns
              .computeIfAbsent(table, any -> new LinkedHashMap<>())
              .put(name, column(name, row, json.contains(table + "." + name)));
        },
        schema);
  }

  private static LiveColumn column(String name, ResultSet row, boolean json) throws SQLException {
    String base = requireNonNull(row.getString("base")).toLowerCase(Locale.ROOT);
    String extra = String.valueOf(row.getString("extra")).toLowerCase(Locale.ROOT);
    String expression = row.getString("expression");
    boolean notNull = "NO".equals(row.getString("nullable"));
    return new LiveColumn(
        name,
        requireNonNull(row.getString("type")),
        base,
        json ? Kind.JSON : kind(base),
        notNull,
        !notNull || row.getString("preset") != null || extra.contains("auto_increment"),
        extra.contains("auto_increment"),
        expression != null && !expression.isEmpty(),
        MySqlTypes.sample(requireNonNull(row.getString("type"))),
        Optional.ofNullable(row.getString("charset")),
        Optional.ofNullable(row.getString("collation")));
  }

  private void readIndexes() {
    jdbc.query(
        INDEXES,
        row -> {
          String table = requireNonNull(row.getString("tab"));
          // MySQL's indexes of expressions have parts without a column.
          String column = String.valueOf(row.getString("col"));
          if (row.getInt("place") == 1) {
            leading.computeIfAbsent(table, any -> new HashSet<>()).add(column);
          }
          if ("PRIMARY".equals(row.getString("name"))) {
            primaryKeys.computeIfAbsent(table, any -> new ArrayList<>()).add(column);
          }
          if (row.getInt("several") == 0) {
            uniqueKeys
                .computeIfAbsent(table, any -> new HashMap<>())
                .computeIfAbsent(requireNonNull(row.getString("name")), any -> new HashSet<>())
                .add(column);
          }
        },
        schema);
  }

  private List<ForeignKey> foreignKeys() {
    Map<String, ForeignKey> keys = new LinkedHashMap<>();
    jdbc.query(
        FOREIGN_KEYS,
        row -> {
          var part =
              new ForeignKey(
                  requireNonNull(row.getString("child_schema")),
                  requireNonNull(row.getString("child")),
                  requireNonNull(row.getString("parent")),
                  List.of(requireNonNull(row.getString("child_column"))),
                  List.of(requireNonNull(row.getString("parent_column"))),
                  onDelete(requireNonNull(row.getString("on_delete"))),
                  false);
          keys.merge(
              part.childSchema() + "\n" + part.child() + "\n" + row.getString("name"),
              part,
              MySqlCatalogue::joined);
        },
        schema);
    return List.copyOf(keys.values());
  }

  private static ForeignKey joined(ForeignKey key, ForeignKey part) {
    return new ForeignKey(
        key.childSchema(),
        key.child(),
        key.parent(),
        both(key.childColumns(), part.childColumns()),
        both(key.parentColumns(), part.parentColumns()),
        key.onDelete(),
        false);
  }

  private static List<String> both(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static OnDelete onDelete(String rule) {
    return switch (rule) {
      case "CASCADE" -> OnDelete.CASCADES;
      case "SET NULL", "SET DEFAULT" -> OnDelete.SEVERS;
      default -> OnDelete.REFUSED;
    };
  }

  private static Kind kind(String base) {
    return switch (base) {
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set" ->
          Kind.TEXT;
      case "tinyint", "smallint", "mediumint", "int", "bigint" -> Kind.INTEGER;
      case "decimal" -> Kind.DECIMAL;
      case "uuid" -> Kind.UUID;
      case "date", "datetime", "timestamp" -> Kind.TIME;
      case "json" -> Kind.JSON;
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> Kind.BINARY;
      default -> Kind.OTHER;
    };
  }
}
