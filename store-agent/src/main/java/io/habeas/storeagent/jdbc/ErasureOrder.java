package io.habeas.storeagent.jdbc;

import io.habeas.storeagent.jdbc.Catalogue.ForeignKey;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * In which order tables are erased: a row goes before the row that it refers to.
 *
 * @param tables every table of the plan, each before those that its foreign keys name
 * @param knots foreign keys that no order satisfies, those of a table to itself included: their
 *     columns are emptied beforehand, or they hold at the end only
 */
record ErasureOrder(List<Table> tables, List<ForeignKey> knots) {
  ErasureOrder {
    tables = List.copyOf(tables);
    knots = List.copyOf(knots);
  }

  static ErasureOrder of(StorePlan plan, Catalogue catalogue) {
    Set<Table> left = new LinkedHashSet<>(plan.erasing());
    List<Table> order = new ArrayList<>();
    List<ForeignKey> knots = new ArrayList<>();
    while (!left.isEmpty()) {
      Table next =
          left.stream()
              .filter(table -> left.stream().noneMatch(other -> refers(other, table, catalogue)))
              .findFirst()
              .orElseGet(() -> left.iterator().next());
      order.add(next);
      for (Table later : left) {
        // What still refers to it goes after it, or is itself.
        catalogue.foreignKeys().stream()
            .filter(key -> key.isOf(later.name(), next.name(), catalogue.schema()))
            .forEach(knots::add);
      }
      left.remove(next);
    }
    return new ErasureOrder(order, knots);
  }

  private static boolean refers(Table child, Table parent, Catalogue catalogue) {
    return child != parent
        && catalogue.foreignKeys().stream()
            .anyMatch(key -> key.isOf(child.name(), parent.name(), catalogue.schema()));
  }

  /** The column of a foreign key that can be emptied, so that the key no longer holds. */
  static Optional<LiveColumn> cut(ForeignKey key, Table child, Catalogue catalogue) {
    return catalogue.columns(child.name(), key.childColumns()).stream()
        .filter(column -> !column.notNull() && !column.generated())
        .filter(column -> !child.primaryKey().contains(column.name()))
        .findFirst();
  }
}
