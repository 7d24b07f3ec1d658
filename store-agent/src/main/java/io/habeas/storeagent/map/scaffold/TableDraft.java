package io.habeas.storeagent.map.scaffold;

import static java.util.Objects.requireNonNull;

import io.habeas.storeagent.map.scaffold.Draft.DraftCollection;
import io.habeas.storeagent.map.scaffold.Draft.DraftField;
import io.habeas.storeagent.map.scaffold.Draft.DraftReference;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Drafts a map of a relational database from what JDBC says of its tables. */
final class TableDraft {
  private static final String OWN = "habeas_";

  /** Longer is as good as boundless. */
  private static final int LONGEST = 100_000;

  private final DatabaseMetaData metaData;
  private final @Nullable String catalog;
  private final @Nullable String schema;

  private TableDraft(DatabaseMetaData metaData, @Nullable String catalog, @Nullable String schema) {
    this.metaData = metaData;
    this.catalog = catalog;
    this.schema = schema;
  }

  /**
   * A draft of the tables in {@code schema}.
   *
   * @param schema null for the connection's own
   * @throws SQLException if the database does not answer
   */
  static Draft of(Connection connection, String key, @Nullable String schema) throws SQLException {
    String own = schema == null ? connection.getSchema() : schema;
    var draft = new TableDraft(connection.getMetaData(), connection.getCatalog(), own);
    List<DraftCollection> collections = new ArrayList<>();
    for (String table : draft.tables()) {
      collections.add(draft.table(table));
    }
    return Reach.of(new Draft(key, Optional.ofNullable(own), collections));
  }

  private Set<String> tables() throws SQLException {
    Set<String> tables = new TreeSet<>();
    try (ResultSet rows =
        metaData.getTables(
            catalog,
            escaped(schema),
            "%",
            new String[] {"TABLE", "BASE TABLE", "PARTITIONED TABLE"})) {
      while (rows.next()) {
        String name = requireNonNull(rows.getString("TABLE_NAME"));
        if (!name.startsWith(OWN)) {
          tables.add(name);
        }
      }
    }
    return tables;
  }

  private DraftCollection table(String table) throws SQLException {
    Set<String> key = primaryKey(table);
    Map<String, List<DraftReference>> references = references(table);
    List<DraftField> fields = new ArrayList<>();
    try (ResultSet rows = metaData.getColumns(catalog, escaped(schema), escaped(table), "%")) {
      while (rows.next()) {
        String name = requireNonNull(rows.getString("COLUMN_NAME"));
        fields.add(
            column(
                name,
                dataType(rows.getInt("DATA_TYPE"), rows.getString("TYPE_NAME")),
                rows.getInt("COLUMN_SIZE"),
                key.contains(name),
                references.getOrDefault(name, List.of())));
      }
    }
    return new DraftCollection(table, fields, Optional.empty(), List.of());
  }

  private static DraftField column(
      String name,
      Optional<String> dataType,
      int size,
      boolean key,
      List<DraftReference> references) {
    boolean text = dataType.filter("string"::equals).isPresent();
    Optional<String> category = CategoryGuess.category(name);
    return new DraftField(
        name,
        dataType,
        text && size > 0 && size < LONGEST ? OptionalInt.of(size) : OptionalInt.empty(),
        key,
        category.or(
            () ->
                key || !references.isEmpty() ? Optional.of("system.operations") : Optional.empty()),
        text ? CategoryGuess.identity(name) : Optional.empty(),
        references,
        List.of());
  }

  private Set<String> primaryKey(String table) throws SQLException {
    Set<String> key = new TreeSet<>();
    try (ResultSet rows = metaData.getPrimaryKeys(catalog, schema, table)) {
      while (rows.next()) {
        key.add(requireNonNull(rows.getString("COLUMN_NAME")));
      }
    }
    return key;
  }

  private Map<String, List<DraftReference>> references(String table) throws SQLException {
    Map<String, List<DraftReference>> references = new LinkedHashMap<>();
    try (ResultSet rows = metaData.getImportedKeys(catalog, schema, table)) {
      while (rows.next()) {
        String other = requireNonNull(rows.getString("PKTABLE_NAME"));
        // What lies in another schema is another dataset's.
        if (java.util.Objects.equals(rows.getString("PKTABLE_SCHEM"), schema)
            || rows.getString("PKTABLE_SCHEM") == null) {
          references
              .computeIfAbsent(
                  requireNonNull(rows.getString("FKCOLUMN_NAME")), column -> new ArrayList<>())
              .add(new DraftReference(other, requireNonNull(rows.getString("PKCOLUMN_NAME"))));
        }
      }
    }
    return references;
  }

  private static Optional<String> dataType(int type, @Nullable String name) {
    if ("uuid".equalsIgnoreCase(name)) {
      return Optional.of("uuid");
    }
    return switch (type) {
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB ->
          Optional.of("string");
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> Optional.of("integer");
      case Types.BIGINT -> Optional.of("long");
      case Types.FLOAT, Types.REAL, Types.DOUBLE, Types.DECIMAL, Types.NUMERIC ->
          Optional.of("float");
      case Types.BOOLEAN, Types.BIT -> Optional.of("boolean");
      default -> Optional.empty();
    };
  }

  /** A name as a pattern that it alone fits. */
  private @Nullable String escaped(@Nullable String name) throws SQLException {
    if (name == null) {
      return null;
    }
    String escape = metaData.getSearchStringEscape();
    return name.replace(escape, escape + escape)
        .replace("_", escape + "_")
        .replace("%", escape + "%");
  }
}
