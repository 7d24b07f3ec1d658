package io.habeas.storeagent.jdbc;

import io.habeas.storeagent.jdbc.Catalogue.ForeignKey;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which indexes a store lacks for requests to be quick, and why nobody can be made up in it. Names
 * tables and columns only.
 */
final class Advice {
  private final Catalogue catalogue;
  private final List<String> advice = new ArrayList<>();

  private Advice(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  static List<String> of(StorePlan plan, Catalogue catalogue, Instant now) {
    var advice = new Advice(catalogue);
    for (Table table : plan.tables()) {
      table.columns().values().stream()
          .filter(column -> column.identifier().isPresent())
          .forEach(column -> advice.identity(table, column));
      for (Link link : table.links()) {
        advice.reference(table.name(), link.toColumns());
        if (link.shared()) {
          // Who else refers to a row is looked for before it goes.
          advice.reference(link.from(), link.fromColumns());
        }
      }
    }
    for (ForeignKey key : catalogue.foreignKeys()) {
      // Rows that refer to one that goes are looked for by the database itself.
      if (key.childSchema().equals(catalogue.schema())
          && plan.collections().contains(key.parent())) {
        advice.reference(key.child(), key.childColumns());
      }
    }
    Seeding.obstacles(plan, catalogue, now)
        .forEach(obstacle -> advice.advice.add("Nobody can be made up (SEED). " + obstacle));
    return advice.advice.stream().distinct().toList();
  }

  private void identity(Table table, Column column) {
    Optional<LiveColumn> live = catalogue.find(table.name(), column.name());
    if (live.isEmpty()) {
      return;
    }
    Optional<List<String>> caseless =
        column.match() == Match.IGNORE_CASE && live.get().isText()
            ? catalogue.dialect().caseIndex(live.get())
            : Optional.empty();
    if (caseless.isPresent()) {
      if (caseless.get().stream().noneMatch(form -> leads(table.name(), form))) {
        advice.add(
            "%s.%s is searched without regard to case but no index serves that"
                .formatted(table.name(), column.name()));
      }
    } else if (!leads(table.name(), column.name())) {
      advice.add(
          "%s.%s is searched by but no index begins with it"
              .formatted(table.name(), column.name()));
    }
  }

  private void reference(String table, List<String> columns) {
    if (columns.stream().noneMatch(column -> leads(table, column))) {
      advice.add(
          "%s.%s refers to other rows but no index begins with it"
              .formatted(table, String.join(",", columns)));
    }
  }

  private boolean leads(String table, String form) {
    return catalogue.table(table).filter(live -> live.leading().contains(form)).isPresent();
  }
}
