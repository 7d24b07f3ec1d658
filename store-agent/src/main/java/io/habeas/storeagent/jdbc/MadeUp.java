package io.habeas.storeagent.jdbc;

import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.jdbc.Ties.Cell;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Somebody made up.
 *
 * @param rows one for each table that holds something about them, in the order in which they can be
 *     inserted; none if the identifiers lead to no table
 * @param obstacles why not all of them can be, naming tables and columns only; then none may be
 */
record MadeUp(List<Row> rows, List<String> obstacles) {
  MadeUp {
    rows = List.copyOf(rows);
    obstacles = List.copyOf(obstacles);
  }

  boolean isPossible() {
    return !rows.isEmpty() && obstacles.isEmpty();
  }

  /**
   * A row.
   *
   * @param columns what is put into them; the others are the database's to fill, or empty
   */
  record Row(Table table, Map<LiveColumn, Content> columns) {
    Row {
      columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
  }

  /** What is put into a column. */
  sealed interface Content {
    /** A value. */
    record Value(String text) implements Content {
      /** Without the value, which may be an identifier. */
      @Override
      public String toString() {
        return "Value";
      }
    }

    /** What the database hands out there, which other rows refer to. */
    record HandedOut() implements Content {}

    /** What it has handed out in a row before. */
    record SameAs(Cell cell) implements Content {}
  }
}
