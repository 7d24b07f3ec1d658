package io.habeas.storeagent.postgres;

import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** In which order tables are erased: a row goes before the row that it refers to. */
final class ErasureOrder {
  private ErasureOrder() {}

  /**
   * Every table of the plan, each before those that its foreign keys name. In a cycle of foreign
   * keys, which only deferred constraints allow, the plan's own order holds.
   */
  static List<Table> of(StorePlan plan, Catalogue catalogue) {
    Set<Table> left = new LinkedHashSet<>(plan.erasing());
    List<Table> order = new ArrayList<>();
    while (!left.isEmpty()) {
      Table next =
          left.stream()
              .filter(table -> left.stream().noneMatch(other -> refers(other, table, catalogue)))
              .findFirst()
              .orElseGet(() -> left.iterator().next());
      order.add(next);
      left.remove(next);
    }
    return order;
  }

  private static boolean refers(Table child, Table parent, Catalogue catalogue) {
    return child != parent
        && catalogue.foreignKeys().stream()
            .anyMatch(
                key -> key.child().equals(child.name()) && key.parent().equals(parent.name()));
  }
}
