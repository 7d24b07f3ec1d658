package io.habeas.storeagent.postgres;

import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Table;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import io.habeas.storeagent.postgres.Catalogue.ForeignKey;
import io.habeas.storeagent.postgres.Catalogue.LiveColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds a plan against the live schema. Its findings name tables and columns only. */
final class LiveCheck {
  private final StorePlan plan;
  private final Catalogue catalogue;
  private final List<String> findings = new ArrayList<>();

  private LiveCheck(StorePlan plan, Catalogue catalogue) {
    this.plan = plan;
    this.catalogue = catalogue;
  }

  /** Every reason why the plan cannot be carried out on that schema; none if it can. */
  static List<String> findings(StorePlan plan, Catalogue catalogue) {
    var check = new LiveCheck(plan, catalogue);
    plan.tables().forEach(check::table);
    return List.copyOf(check.findings);
  }

  private void finding(String message, Object... arguments) {
    findings.add(message.formatted(arguments));
  }

  private void table(Table table) {
    if (!catalogue.columns().containsKey(table.name())) {
      finding("Expected table %s.%s but there is none", catalogue.schema(), table.name());
      return;
    }
    for (Column column : table.columns().values()) {
      if (catalogue.find(table.name(), column.name()).isEmpty()) {
        finding("Expected column %s.%s but there is none", table.name(), column.name());
      }
    }
    if (table.restriction() instanceof Restriction.StatusColumn status) {
      live(table, status.column());
    }
    switch (table.treatment()) {
      case Treatment.Delete() -> {
        // Nothing remains that could contradict the schema.
      }
      case Treatment.Anonymise(var strategies) -> {
        strategies(table, strategies);
        remaining(table, strategies);
      }
      case Treatment.Retain(var rule, var strategies) -> {
        if (live(table, rule.from()).filter(column -> !column.isTime()).isPresent()) {
          finding(
              "Expected %s.%s to be a date or an instant but it is not", table.name(), rule.from());
        }
        strategies(table, strategies);
        remaining(table, strategies);
      }
    }
  }

  private Optional<LiveColumn> live(Table table, String column) {
    return catalogue.find(table.name(), column);
  }

  private void strategies(Table table, Map<String, ErasureStrategy> strategies) {
    strategies.forEach(
        (name, strategy) ->
            live(table, name).ifPresent(column -> strategy(table, name, strategy, column)));
  }

  private void strategy(Table table, String name, ErasureStrategy strategy, LiveColumn column) {
    switch (strategy) {
      case ErasureStrategy.Nulled() -> {
        if (column.notNull()) {
          finding("Expected %s.%s to allow NULL but it does not", table.name(), name);
        }
      }
      case ErasureStrategy.KeyedHash(), ErasureStrategy.CountryOnly() -> {
        if (!column.isText()) {
          finding("Expected %s.%s to be text but it is %s", table.name(), name, column.type());
        }
      }
      case ErasureStrategy.Randomised() -> {
        if (!column.isText() && !column.isWholeNumber()) {
          finding(
              "Expected %s.%s to be text or a whole number but it is %s",
              table.name(), name, column.type());
        }
      }
      case ErasureStrategy.Generalised(var unit) -> {
        if (!column.isTime()) {
          finding(
              "Expected %s.%s to be a date or an instant but it is %s",
              table.name(), name, column.type());
        }
      }
      case ErasureStrategy.Constant(var value) -> {
        // Whether it fits is the database's to say, when it is first used.
      }
      case ErasureStrategy.Kept() -> {
        // Nothing changes.
      }
    }
  }

  /** A row that stays must not name a row that goes. */
  private void remaining(Table table, Map<String, ErasureStrategy> strategies) {
    for (ForeignKey key : catalogue.foreignKeys()) {
      if (key.child().equals(table.name())
          && goes(key.parent())
          && key.childColumns().stream().noneMatch(column -> severs(strategies, column))) {
        finding(
            "Expected %s.%s to be severed, since it refers to %s, whose rows are erased, but it is"
                + " kept",
            table.name(), String.join(",", key.childColumns()), key.parent());
      }
    }
  }

  private static boolean severs(Map<String, ErasureStrategy> strategies, String column) {
    ErasureStrategy strategy = strategies.get(column);
    return strategy != null && strategy.severs();
  }

  private boolean goes(String name) {
    Set<String> going = new java.util.HashSet<>();
    plan.tables().stream()
        .filter(table -> table.treatment() instanceof Treatment.Delete)
        .forEach(table -> going.add(table.name()));
    return going.contains(name);
  }
}
