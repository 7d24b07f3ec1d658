package io.habeas.storeagent.postgres;

import static java.util.stream.Collectors.joining;

import io.habeas.storeagent.plan.StorePlan.Table;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The person's rows of one table, their keys numbered in a temporary table of the transaction: what
 * is changed does not shift while it is changed, and work goes in chunks of bounded size.
 */
final class Targets {
  private static final String NUMBER = "habeas_n";

  private final JdbcTemplate jdbc;
  private final Catalogue catalogue;
  private final Table table;
  private final String temporary;
  private final int chunk;
  private final long size;

  private Targets(
      JdbcTemplate jdbc, Catalogue catalogue, Table table, String temporary, int chunk, long size) {
    this.jdbc = jdbc;
    this.catalogue = catalogue;
    this.table = table;
    this.temporary = temporary;
    this.chunk = chunk;
    this.size = size;
  }

  /**
   * Notes the rows that {@code keys} names, for the current transaction.
   *
   * @param chunk how many rows one statement may change
   */
  static Targets note(
      JdbcTemplate jdbc, Catalogue catalogue, Table table, int place, Sql keys, int chunk) {
    String temporary = "pg_temp." + Sql.quote("habeas_subject_" + place);
    String columns =
        table.primaryKey().stream()
            .map(column -> Sql.quote(column) + " " + catalogue.column(table.name(), column).type())
            .collect(joining(", "));
    jdbc.execute(
        "CREATE TEMPORARY TABLE %s (%s bigint PRIMARY KEY, %s) ON COMMIT DROP"
            .formatted(Sql.quote("habeas_subject_" + place), NUMBER, columns));
    Sql insert =
        Sql.of("INSERT INTO " + temporary + " SELECT row_number() OVER (), k.* FROM (")
            .then(keys)
            .then(") k");
    long size = jdbc.update(insert.text(), insert.arguments());
    return new Targets(jdbc, catalogue, table, temporary, chunk, size);
  }

  Table table() {
    return table;
  }

  long size() {
    return size;
  }

  /** {@code FROM}/{@code USING} of the noted rows, as {@code s}. */
  String noted() {
    return temporary + " s";
  }

  /** The table itself, as {@code t}. */
  String live() {
    return Sql.quote(catalogue.schema()) + "." + Sql.quote(table.name()) + " t";
  }

  /** That {@code t} is the row that {@code s} names. */
  String same() {
    return table.primaryKey().stream()
        .map(column -> "t." + Sql.quote(column) + " = s." + Sql.quote(column))
        .collect(joining(" AND "));
  }

  /** The key of row {@code alias} as the agent's own tables hold it. */
  String key(String alias) {
    return key(alias, table);
  }

  static String key(String alias, Table table) {
    return table.primaryKey().stream()
        .map(column -> alias + "." + Sql.quote(column) + "::text")
        .collect(joining(", ", "ARRAY[", "]"));
  }

  /** That {@code t} is the row whose key an own table holds in {@code alias}. */
  static String sameAsHeld(String alias, Table table, Catalogue catalogue) {
    List<String> columns = table.primaryKey();
    StringBuilder condition = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      condition
          .append(i == 0 ? "" : " AND ")
          .append(
              "t.%s = CAST(%s.primary_key[%d] AS %s)"
                  .formatted(
                      Sql.quote(columns.get(i)),
                      alias,
                      i + 1,
                      catalogue.column(table.name(), columns.get(i)).type()));
    }
    return condition.toString();
  }

  /**
   * Runs {@code statement} for one chunk of the noted rows after the other; it must hold {@code s}.
   *
   * @return how many rows were changed in all
   */
  long inChunks(Sql statement) {
    long changed = 0;
    for (long from = 0; from < size; from += chunk) {
      Sql bounded =
          statement.then(" AND s." + NUMBER + " > ? AND s." + NUMBER + " <= ?", from, from + chunk);
      changed += jdbc.update(bounded.text(), bounded.arguments());
    }
    return changed;
  }

  /** Hands {@code work} the statement's bounds, chunk by chunk. */
  void eachChunk(ChunkWork work) {
    for (long from = 0; from < size; from += chunk) {
      work.on(Sql.of(" AND s." + NUMBER + " > ? AND s." + NUMBER + " <= ?", from, from + chunk));
    }
  }

  /** What is done with one chunk. */
  @FunctionalInterface
  interface ChunkWork {
    void on(Sql bounds);
  }
}
