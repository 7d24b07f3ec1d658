package io.habeas.storeagent.jdbc;

import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The person's rows of one table, noted before anything is changed: what is changed does not shift
 * while it is changed, and work goes in chunks of bounded size. A few are noted in memory; more, by
 * the database itself, in a temporary table of the transaction, numbered.
 */
final class Targets {
  private static final String NUMBER = "habeas_n";

  /** What is quicker to send along than to write into a table. */
  private static final int FEW = 500;

  private final JdbcTemplate jdbc;
  private final Catalogue catalogue;
  private final Table table;
  private final long size;
  private final List<Chunk> chunks;

  /**
   * @param source the noted rows as {@code s}
   * @param bounds which of them
   */
  private record Chunk(Sql source, Sql bounds) {}

  private Targets(
      JdbcTemplate jdbc, Catalogue catalogue, Table table, long size, List<Chunk> chunks) {
    this.jdbc = jdbc;
    this.catalogue = catalogue;
    this.table = table;
    this.size = size;
    this.chunks = chunks;
  }

  /**
   * Notes the rows that are to be worked on, for the current transaction.
   *
   * @param keys queries for the keys, by table, in the order in which they are returned
   * @param chunk how many rows one statement may change
   * @return those of the tables that have any
   */
  static List<Targets> note(
      JdbcTemplate jdbc, Catalogue catalogue, Map<Table, Sql> keys, int chunk) {
    int few = Math.min(chunk, FEW);
    Map<Table, List<List<String>>> held = few(jdbc, catalogue, keys, few + 1);
    List<Targets> noted = new ArrayList<>();
    keys.forEach(
        (table, query) -> {
          List<List<String>> rows = held.getOrDefault(table, List.of());
          if (rows.size() > few) {
            noted.add(many(jdbc, catalogue, table, noted.size(), query, chunk));
          } else if (!rows.isEmpty()) {
            Sql source =
                catalogue.dialect().rows(catalogue.columns(table.name(), table.primaryKey()), rows);
            noted.add(
                new Targets(
                    jdbc, catalogue, table, rows.size(), List.of(new Chunk(source, Sql.NOTHING))));
          }
        });
    return noted;
  }

  private static Targets many(
      JdbcTemplate jdbc, Catalogue catalogue, Table table, int place, Sql keys, int chunk) {
    Dialect dialect = catalogue.dialect();
    dialect.createTemporary(
        jdbc, place, NUMBER, catalogue.columns(table.name(), table.primaryKey()));
    String temporary = dialect.temporary(place);
    Sql insert =
        Sql.of("INSERT INTO " + temporary + " SELECT row_number() OVER (), k.* FROM (")
            .then(keys)
            .then(") k");
    long size = jdbc.update(insert.text(), insert.arguments());
    List<Chunk> chunks = new ArrayList<>();
    for (long from = 0; from < size; from += chunk) {
      chunks.add(
          new Chunk(
              Sql.of(temporary + " s"),
              Sql.of(" AND s." + NUMBER + " > ? AND s." + NUMBER + " <= ?", from, from + chunk)));
    }
    return new Targets(jdbc, catalogue, table, size, chunks);
  }

  /** Up to {@code most} keys of each table, as texts, in one round trip. */
  private static Map<Table, List<List<String>>> few(
      JdbcTemplate jdbc, Catalogue catalogue, Map<Table, Sql> keys, int most) {
    List<Table> tables = List.copyOf(keys.keySet());
    int widest = tables.stream().mapToInt(table -> table.primaryKey().size()).max().orElse(0);
    List<Sql> selects = new ArrayList<>();
    for (Table table : tables) {
      List<String> columns = new ArrayList<>();
      for (LiveColumn column : catalogue.columns(table.name(), table.primaryKey())) {
        columns.add(catalogue.dialect().text("k." + catalogue.quote(column.name()), column));
      }
      columns.addAll(Collections.nCopies(widest - columns.size(), "NULL"));
      selects.add(
          Sql.of("(SELECT " + selects.size() + ", " + String.join(", ", columns) + " FROM (")
              .then(Objects.requireNonNull(keys.get(table)))
              .then(") k LIMIT " + most + ")"));
    }
    Map<Table, List<List<String>>> held = new HashMap<>();
    if (selects.isEmpty()) {
      return held;
    }
    Sql all = Sql.join(" UNION ALL ", selects);
    jdbc.query(
        all.text(),
        row -> {
          Table table = tables.get(row.getInt(1));
          List<String> key = new ArrayList<>();
          for (int i = 2; i < 2 + table.primaryKey().size(); i++) {
            key.add(Objects.requireNonNull(row.getString(i)));
          }
          held.computeIfAbsent(table, any -> new ArrayList<>()).add(key);
        },
        all.arguments());
    return held;
  }

  Table table() {
    return table;
  }

  long size() {
    return size;
  }

  /** Deletes those of the rows of which {@code where} holds, which begins with AND. */
  long delete(Sql where) {
    return inChunks(
        chunk ->
            catalogue
                .dialect()
                .delete(
                    "t",
                    catalogue.name(table.name()),
                    chunk.source(),
                    same(),
                    where.then(chunk.bounds())));
  }

  /** Changes those of the rows of which {@code where} holds, which begins with AND. */
  long update(Sql assignments, Sql where) {
    return inChunks(
        chunk ->
            catalogue
                .dialect()
                .update(live(), chunk.source(), same(), assignments, where.then(chunk.bounds())));
  }

  /** Runs {@code before} and then {@code after} it, between which the rows are named. */
  long insert(Sql before, Sql after) {
    return inChunks(chunk -> before.then(" FROM ").then(rows(chunk)).then(after));
  }

  /** How many of the rows are still there. */
  long left() {
    long left = 0;
    for (Chunk chunk : chunks) {
      Sql count = Sql.of("SELECT count(*) FROM ").then(rows(chunk));
      left +=
          Objects.requireNonNull(jdbc.queryForObject(count.text(), Long.class, count.arguments()));
    }
    return left;
  }

  /** Whether a row of {@code other}, as {@code c}, is one of these by {@code same}. */
  boolean anyOf(String other, String same) {
    for (Chunk chunk : chunks) {
      Sql query =
          Sql.of("SELECT 1 FROM " + other + " c WHERE EXISTS (SELECT 1 FROM ")
              .then(rows(chunk))
              .then(" AND " + same + ") LIMIT 1");
      if (!jdbc.queryForList(query.text(), Integer.class, query.arguments()).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Hands {@code work} the rows chunk by chunk, as what FROM begins and WHERE ends. */
  void each(Consumer<Sql> work) {
    chunks.forEach(chunk -> work.accept(rows(chunk)));
  }

  /** Drops what an own table keeps of those of the rows that are gone. */
  void forgetGone(String ownTable) {
    forget(ownTable, Sql.of(" AND NOT EXISTS (SELECT 1 FROM " + live() + " WHERE " + same() + ")"));
  }

  /** Drops what an own table keeps of the rows, where {@code where} holds. */
  void forget(String ownTable, Sql where) {
    inChunks(
        chunk ->
            catalogue
                .dialect()
                .delete(
                    "r",
                    ownTable,
                    chunk.source(),
                    "r.primary_key = " + key("s"),
                    Sql.of(" AND r.collection = ?", table.name())
                        .then(where)
                        .then(chunk.bounds())));
  }

  /** The table itself, as {@code t}. */
  String live() {
    return catalogue.name(table.name()) + " t";
  }

  /** The key of row {@code alias} as the agent's own tables hold it. */
  String key(String alias) {
    return catalogue.key(alias, table.name(), table.primaryKey());
  }

  /** That {@code t} is the row that {@code s} names. */
  private String same() {
    return catalogue.same("t", table.primaryKey(), "s", table.primaryKey());
  }

  private Sql rows(Chunk chunk) {
    return Sql.of(live() + " JOIN ")
        .then(chunk.source())
        .then(" ON " + same() + " WHERE true")
        .then(chunk.bounds());
  }

  private long inChunks(java.util.function.Function<Chunk, Sql> statement) {
    long changed = 0;
    for (Chunk chunk : chunks) {
      Sql bounded = statement.apply(chunk);
      changed += jdbc.update(bounded.text(), bounded.arguments());
    }
    return changed;
  }
}
