package io.habeas.storeagent.jdbc;

import io.habeas.storeagent.jdbc.Catalogue.ForeignKey;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which rows may be several people's: those to which a reference leads, from a column of the
 * person's rows that other people's rows can repeat, to the whole key of the row referred to.
 */
final class SharedRows {
  private SharedRows() {}

  /**
   * What refers to rows.
   *
   * @param name the table whose rows refer, as SQL names it
   * @param table the same as the plan knows it; empty if it does not
   * @param columns by which they refer
   * @param toColumns to which
   */
  record Referrer(
      String name, Optional<Table> table, List<String> columns, List<String> toColumns) {}

  /** Whether a row of {@code table} may be somebody else's too. */
  static boolean arePossible(Table table) {
    return table.links().stream().anyMatch(Link::shared);
  }

  /** Everything that refers to rows of {@code table}, as the plan and the database say. */
  static Set<Referrer> referrers(StorePlan plan, Catalogue catalogue, Table table) {
    Set<Referrer> referrers = new LinkedHashSet<>();
    for (Link link : table.links()) {
      if (link.shared()) {
        referrers.add(
            new Referrer(
                catalogue.name(link.from()),
                Optional.of(plan.table(link.from())),
                link.fromColumns(),
                link.toColumns()));
      }
    }
    for (ForeignKey key : catalogue.foreignKeys()) {
      if (key.parent().equals(table.name())) {
        boolean here = key.childSchema().equals(catalogue.schema());
        referrers.add(
            new Referrer(
                catalogue.quote(key.childSchema()) + "." + catalogue.quote(key.child()),
                plan.tables().stream()
                    .filter(child -> here && child.name().equals(key.child()))
                    .findFirst(),
                key.childColumns(),
                key.parentColumns()));
      }
    }
    return referrers;
  }
}
