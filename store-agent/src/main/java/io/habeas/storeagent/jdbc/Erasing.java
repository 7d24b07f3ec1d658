package io.habeas.storeagent.jdbc;

import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Retained;
import io.habeas.storeagent.connector.Keeping;
import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.jdbc.Catalogue.ForeignKey;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.jdbc.Catalogue.OnDelete;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Table;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Erases within the current transaction: first notes every row that is the person's, then works
 * through the tables, those that refer to others first. What a retention rule names is converted to
 * retained. Rows that are somebody else's too stay as they are; once the person's references to
 * them are gone they are counted as anonymised, since nothing in them concerns the person any more.
 */
final class Erasing {
  private final JdbcTemplate jdbc;
  private final StorePlan plan;
  private final Catalogue catalogue;
  private final Restricting restricting;
  private final Rewriting rewriting;
  private final Retaining retaining;
  private final Rectifying rectifying;
  private final int chunk;
  private final OwnState own;

  Erasing(
      JdbcTemplate jdbc,
      StorePlan plan,
      Catalogue catalogue,
      KeyedHash hash,
      UUID requestId,
      ZonedDateTime now,
      int chunk,
      OwnState own) {
    this.jdbc = jdbc;
    this.plan = plan;
    this.own = own;
    this.catalogue = catalogue;
    this.restricting = new Restricting(jdbc, catalogue, requestId, now.toInstant(), chunk);
    this.rewriting = new Rewriting(jdbc, catalogue, hash);
    this.retaining = new Retaining(jdbc, catalogue, rewriting, restricting, requestId, now);
    this.rectifying = new Rectifying(jdbc, plan, catalogue, requestId, now.toInstant(), chunk);
    this.chunk = chunk;
  }

  Erased erase(SubjectRows rows) {
    ErasureOrder order = ErasureOrder.of(plan, catalogue);
    Map<String, Long> shared = shared(rows);
    List<Targets> targets = Targets.note(jdbc, catalogue, rows.ownKeys(order.tables()), chunk);
    for (Targets mine : targets) {
      shared.computeIfPresent(mine.table().name(), (name, reached) -> reached - mine.size());
    }
    cut(order, targets, Erasing::goesOrIsEmptied);
    Map<String, Changes> changes = new LinkedHashMap<>();
    targets.forEach(target -> changes.put(target.table().name(), treat(target)));
    shared.forEach((name, stay) -> changes.merge(name, new Changes(0, stay), Changes::plus));
    if (own.rectified()) {
      rectifying.dropStatementsOfNothing();
    }
    List<Retained> retained = own.retained() || retains() ? retaining.retained() : List.of();
    return new Erased(outcomes(changes, retained), retained);
  }

  /**
   * Erases what was kept and may be kept no longer. Whoever else keeps a row for as long finds it
   * gone when it is their turn.
   *
   * @throws Deferred if a row is kept in a table that the map no longer has
   */
  Erased expire(Overdue overdue) throws Deferred {
    ErasureOrder order = ErasureOrder.of(plan, catalogue);
    Map<String, Long> gone = overdue.count(order.tables());
    List<Targets> targets =
        Targets.note(jdbc, catalogue, overdue.keys(order.tables(), gone.keySet()), chunk);
    cut(order, targets, (table, column) -> true);
    for (Targets target : targets) {
      refuseCascades(target);
      delete(target);
      forget(target);
    }
    overdue.drop(order.tables());
    if (own.rectified()) {
      rectifying.dropStatementsOfNothing();
    }
    return Keeping.told(gone, retaining.retained());
  }

  private boolean retains() {
    return plan.tables().stream().anyMatch(t -> t.treatment() instanceof Treatment.Retain);
  }

  /** How many rows are reached in tables whose rows may be several people's. */
  private Map<String, Long> shared(SubjectRows rows) {
    Map<String, Long> reached = new HashMap<>();
    for (Table table : plan.tables()) {
      if (rows.canBeShared(table)) {
        rows.keys(table).ifPresent(keys -> reached.put(table.name(), Locating.count(jdbc, keys)));
      }
    }
    return reached;
  }

  /** Has no row of the person's refer to another by a key that no order satisfies. */
  private void cut(
      ErasureOrder order, List<Targets> targets, BiPredicate<Table, LiveColumn> mayBeEmptied) {
    if (order.knots().stream().anyMatch(ForeignKey::deferrable)) {
      jdbc.execute("SET CONSTRAINTS ALL DEFERRED");
    }
    for (ForeignKey knot : order.knots()) {
      if (knot.deferrable()) {
        continue;
      }
      for (Targets target : targets) {
        Table table = target.table();
        Optional<LiveColumn> column =
            table.name().equals(knot.child())
                ? ErasureOrder.cut(knot, table, catalogue)
                : Optional.empty();
        boolean alone = knot.parent().equals(knot.child()) && target.size() == 1;
        if (column.isPresent() && !alone && mayBeEmptied.test(table, column.get())) {
          String name = column.get().name();
          target.update(
              Sql.of(catalogue.dialect().target(name) + " = NULL"),
              Sql.of(" AND t." + catalogue.quote(name) + " IS NOT NULL"));
        }
      }
    }
  }

  private static boolean goesOrIsEmptied(Table table, LiveColumn column) {
    return switch (table.treatment()) {
      case Treatment.Delete() -> true;
      case Treatment.Anonymise(var strategies) ->
          strategies.get(column.name()) instanceof ErasureStrategy.Nulled;
      case Treatment.Retain(var rule, var strategies) ->
          strategies.get(column.name()) instanceof ErasureStrategy.Nulled;
    };
  }

  private Changes treat(Targets targets) {
    return switch (targets.table().treatment()) {
      case Treatment.Delete() -> {
        refuseCascades(targets);
        delete(targets);
        forget(targets);
        yield new Changes(targets.size(), 0);
      }
      case Treatment.Anonymise(var strategies) -> {
        rewriting.rewrite(targets, strategies, Sql.NOTHING);
        restricting.lift(targets.table());
        if (own.rectified()) {
          rectifying.forget(targets);
        }
        yield new Changes(0, targets.size());
      }
      case Treatment.Retain(var rule, var strategies) -> {
        refuseCascades(targets);
        long erased = retaining.retain(targets, rule, strategies);
        if (own.rectified()) {
          rectifying.forgetGone(targets);
        }
        yield new Changes(erased, 0);
      }
    };
  }

  private void forget(Targets targets) {
    restricting.forget(targets);
    if (own.rectified()) {
      rectifying.forget(targets);
    }
  }

  /** Rows may go by a cascade within the table, but none may stay. */
  private void delete(Targets targets) {
    long gone = targets.delete(Sql.NOTHING);
    if (gone < targets.size()) {
      long left = targets.left();
      if (left > 0) {
        throw new Resisted(
            "Expected to delete %d rows of %s but %d are still there",
            targets.size(), targets.table().name(), left);
      }
    }
  }

  /**
   * The person's own rows below these are gone by now. What else the database would remove with
   * them is somebody else's, or nobody said that it is the person's.
   */
  private void refuseCascades(Targets targets) {
    for (ForeignKey key : catalogue.foreignKeys()) {
      if (key.parent().equals(targets.table().name()) && key.onDelete() == OnDelete.CASCADES) {
        String child = catalogue.quote(key.childSchema()) + "." + catalogue.quote(key.child());
        String same = catalogue.same("c", key.childColumns(), "t", key.parentColumns());
        if (targets.anyOf(child, same)) {
          throw new Resisted(
              "Expected to delete rows of %s only but rows of %s, which are not known to be the"
                  + " person's, would go with them",
              targets.table().name(), key.child());
        }
      }
    }
  }

  private static List<CollectionOutcome> outcomes(
      Map<String, Changes> changes, List<Retained> retained) {
    Map<String, Long> kept = new HashMap<>();
    retained.forEach(r -> kept.merge(r.collection(), r.records(), Long::sum));
    Map<String, CollectionOutcome> outcomes = new TreeMap<>();
    kept.forEach((name, count) -> outcomes.put(name, new CollectionOutcome(name, 0, 0, count)));
    changes.forEach(
        (name, change) ->
            outcomes.put(
                name,
                new CollectionOutcome(
                    name, change.erased(), change.anonymised(), kept.getOrDefault(name, 0L))));
    return outcomes.values().stream()
        .filter(o -> o.erased() + o.anonymised() + o.retained() > 0)
        .toList();
  }

  private record Changes(long erased, long anonymised) {
    Changes plus(Changes other) {
      return new Changes(erased + other.erased, anonymised + other.anonymised);
    }
  }
}
