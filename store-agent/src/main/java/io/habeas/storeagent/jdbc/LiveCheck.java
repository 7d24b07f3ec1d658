package io.habeas.storeagent.jdbc;

import io.habeas.storeagent.jdbc.Catalogue.ForeignKey;
import io.habeas.storeagent.jdbc.Catalogue.Kind;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.jdbc.Catalogue.LiveTable;
import io.habeas.storeagent.jdbc.Catalogue.OnDelete;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.StorePlan.Table;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    ErasureOrder.of(plan, catalogue).knots().forEach(check::knot);
    return List.copyOf(check.findings);
  }

  private void finding(String message, Object... arguments) {
    findings.add(message.formatted(arguments));
  }

  private void table(Table table) {
    Optional<LiveTable> live = catalogue.table(table.name());
    if (live.isEmpty()) {
      finding("Expected table %s.%s but there is none", catalogue.schema(), table.name());
      return;
    }
    live.get()
        .obstacle()
        .ifPresent(
            obstacle ->
                finding("Expected %s to be a table to work on but it %s", table.name(), obstacle));
    for (Column column : table.columns().values()) {
      if (live(table, column.name()).isEmpty()) {
        finding("Expected column %s.%s but there is none", table.name(), column.name());
      }
    }
    if (live.get().obstacle().isEmpty()) {
      key(table, live.get());
    }
    table.links().forEach(link -> comparable(table, link));
    table.documents().forEach((column, fields) -> documents(table, column, fields));
    if (table.restriction() instanceof Restriction.StatusColumn status) {
      live(table, status.column())
          .filter(LiveColumn::generated)
          .ifPresent(column -> generated(table, column));
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

  /** Where nothing is done to what is in it, it can be of any type that has something in it. */
  private void documents(Table table, String name, List<Field> fields) {
    boolean withheld =
        Optional.ofNullable(table.columns().get(name))
            .flatMap(column -> column.disclosure().thirdParty())
            .isPresent();
    boolean lookedInto = fields.stream().anyMatch(field -> isLookedInto(table, field, withheld));
    boolean changed = fields.stream().anyMatch(field -> isChanged(table, field));
    live(table, name)
        .ifPresent(
            column -> {
              if (lookedInto && column.kind() != Kind.JSON) {
                finding(
                    "Expected %s.%s to hold JSON, since the map has rules for what is in it, but it"
                        + " is %s",
                    table.name(), name, column.type());
              } else if (changed && column.generated()) {
                generated(table, column);
              }
            });
  }

  /**
   * @param withheld whether a copy has nothing of the whole column
   */
  private static boolean isLookedInto(Table table, Field field, boolean withheld) {
    return field.column().freeText()
        || (field.column().disclosure().thirdParty().isPresent() && !withheld)
        || isChanged(table, field);
  }

  private static boolean isChanged(Table table, Field field) {
    return switch (table.treatment()) {
      case Treatment.Delete() -> false;
      case Treatment.Anonymise(var strategies) -> isChanged(strategies.get(field.path()));
      case Treatment.Retain(_, var strategies) -> isChanged(strategies.get(field.path()));
    };
  }

  private static boolean isChanged(@Nullable ErasureStrategy strategy) {
    return strategy != null && !(strategy instanceof ErasureStrategy.Kept);
  }

  /** If two rows can have the same key, one of them may be somebody else's. */
  private void key(Table table, LiveTable live) {
    if (table.primaryKey().isEmpty()) {
      finding(
          "Expected %s to have a primary key in the database, since the map leaves that to it, but"
              + " it has none",
          table.name());
      return;
    }
    List<LiveColumn> columns =
        table.primaryKey().stream()
            .map(name -> live(table, name))
            .flatMap(Optional::stream)
            .toList();
    boolean complete = columns.size() == table.primaryKey().size();
    boolean unique =
        live.uniqueKeys().stream()
            .anyMatch(
                key ->
                    table.primaryKey().containsAll(key)
                        && key.stream()
                            .allMatch(
                                name -> live(table, name).filter(LiveColumn::notNull).isPresent()));
    if (complete && !unique) {
      finding(
          "Expected the primary key of %s, %s, to be unique in the database but no index says so",
          table.name(), String.join(",", table.primaryKey()));
    }
  }

  /** Databases that compare a text with a number find more than there is. */
  private void comparable(Table table, Link link) {
    for (int i = 0; i < link.toColumns().size(); i++) {
      Optional<LiveColumn> to = live(table, link.toColumns().get(i));
      Optional<LiveColumn> from = catalogue.find(link.from(), link.fromColumns().get(i));
      if (to.isPresent()
          && from.isPresent()
          && family(to.get().kind()) != family(from.get().kind())) {
        finding(
            "Expected %s.%s and %s.%s to be of one type but they are %s and %s",
            table.name(),
            to.get().name(),
            link.from(),
            from.get().name(),
            to.get().type(),
            from.get().type());
      }
    }
  }

  private static Kind family(Kind kind) {
    return kind == Kind.DECIMAL ? Kind.INTEGER : kind;
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
    if (column.generated() && !(strategy instanceof ErasureStrategy.Kept)) {
      generated(table, column);
    }
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
        if (!column.isText() && column.kind() != Kind.INTEGER) {
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

  private void generated(Table table, LiveColumn column) {
    finding(
        "Expected %s.%s to be a column that can be changed but the database works it out from"
            + " others",
        table.name(), column.name());
  }

  /** A row that stays must not name a row that goes. */
  private void remaining(Table table, Map<String, ErasureStrategy> strategies) {
    for (ForeignKey key : catalogue.foreignKeys()) {
      if (key.child().equals(table.name())
          && key.childSchema().equals(catalogue.schema())
          && goes(key.parent())
          && key.childColumns().stream().noneMatch(column -> severs(strategies, column))) {
        finding(
            "Expected %s.%s to be severed, since it refers to %s, whose rows are erased, but it is"
                + " kept",
            table.name(), String.join(",", key.childColumns()), key.parent());
      }
    }
  }

  /** Foreign keys in a circle are undone by emptying one, or hold at the end only. */
  private void knot(ForeignKey key) {
    boolean itself = key.child().equals(key.parent());
    if (key.deferrable() || !goes(key.parent())) {
      return;
    }
    Table child = plan.table(key.child());
    boolean known = key.childColumns().stream().allMatch(name -> live(child, name).isPresent());
    boolean cut = known && ErasureOrder.cut(key, child, catalogue).isPresent();
    if (!cut && (!itself || key.onDelete() == OnDelete.CASCADES)) {
      finding(
          "Expected %s.%s to allow NULL or to be deferrable, since it refers to %s in a circle, but"
              + " it is neither",
          key.child(), String.join(",", key.childColumns()), key.parent());
    }
  }

  private static boolean severs(Map<String, ErasureStrategy> strategies, String column) {
    ErasureStrategy strategy = strategies.get(column);
    return strategy != null && strategy.severs();
  }

  private boolean goes(String name) {
    Set<String> going = new HashSet<>();
    plan.tables().stream()
        .filter(table -> table.treatment() instanceof Treatment.Delete)
        .forEach(table -> going.add(table.name()));
    return going.contains(name);
  }
}
