package io.habeas.storeagent.jdbc;

import io.habeas.storeagent.jdbc.Catalogue.ForeignKey;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which columns of different tables hold the same value in one person's rows: those that links of
 * the plan lead along, and foreign keys that cannot be left empty.
 */
final class Ties {
  private final Map<Cell, Set<Cell>> tied = new HashMap<>();

  private Ties() {}

  /** A column of a table, in a person's only row there. */
  record Cell(String table, String column) {}

  /** The ties between the tables named. */
  static Ties of(StorePlan plan, Catalogue catalogue, Set<String> tables) {
    Ties ties = new Ties();
    for (Table table : plan.tables()) {
      for (Link link : table.links()) {
        if (tables.contains(table.name()) && tables.contains(link.from())) {
          ties.tie(link.from(), link.fromColumns(), table.name(), link.toColumns());
        }
      }
    }
    for (ForeignKey key : catalogue.foreignKeys()) {
      if (key.childSchema().equals(catalogue.schema())
          && tables.contains(key.child())
          && tables.contains(key.parent())
          && catalogue.columns(key.child(), key.childColumns()).stream()
              .allMatch(LiveColumn::notNull)) {
        ties.tie(key.child(), key.childColumns(), key.parent(), key.parentColumns());
      }
    }
    return ties;
  }

  private void tie(String one, List<String> columns, String other, List<String> otherColumns) {
    if (one.equals(other)) {
      return;
    }
    for (int i = 0; i < columns.size(); i++) {
      Set<Cell> all = new LinkedHashSet<>(with(new Cell(one, columns.get(i))));
      all.addAll(with(new Cell(other, otherColumns.get(i))));
      Set<Cell> together = Collections.unmodifiableSet(all);
      all.forEach(cell -> tied.put(cell, together));
    }
  }

  /** Everything that holds the same value, the cell itself included. */
  Set<Cell> with(Cell cell) {
    return tied.getOrDefault(cell, Set.of(cell));
  }

  boolean isTied(Cell cell) {
    return tied.containsKey(cell);
  }
}
