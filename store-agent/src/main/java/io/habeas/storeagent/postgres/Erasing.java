package io.habeas.storeagent.postgres;

import static java.util.Objects.requireNonNull;

import io.habeas.participant.Erased;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Retained;
import io.habeas.participant.RetentionGround;
import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.map.RetentionRule.Meanwhile;
import io.habeas.storeagent.mask.Masking;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Table;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Erases within the current transaction: first notes every row that is the person's, then works
 * through the tables, those that refer to others first. What a retention rule names is converted to
 * retained, its retention row written beside it.
 */
final class Erasing {
  private final JdbcTemplate jdbc;
  private final StorePlan plan;
  private final Catalogue catalogue;
  private final WorkingOut workingOut;
  private final Restricting restricting;
  private final UUID requestId;
  private final Instant now;
  private final LocalDate today;
  private final int chunk;

  Erasing(
      JdbcTemplate jdbc,
      StorePlan plan,
      Catalogue catalogue,
      KeyedHash hash,
      UUID requestId,
      Instant now,
      int chunk) {
    this.jdbc = jdbc;
    this.plan = plan;
    this.catalogue = catalogue;
    this.workingOut = new WorkingOut(jdbc, catalogue, hash);
    this.restricting = new Restricting(jdbc, catalogue, requestId, now);
    this.requestId = requestId;
    this.now = now;
    this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    this.chunk = chunk;
  }

  Erased erase(SubjectRows rows) {
    List<Table> order = ErasureOrder.of(plan, catalogue);
    List<Targets> targets = new ArrayList<>();
    for (Table table : order) {
      rows.keys(table)
          .map(keys -> Targets.note(jdbc, catalogue, table, targets.size(), keys, chunk))
          .ifPresent(targets::add);
    }
    Map<String, Changes> changes = new LinkedHashMap<>();
    targets.forEach(target -> changes.put(target.table().name(), treat(target)));
    List<Retained> retained = retained();
    return new Erased(outcomes(changes, retained), retained);
  }

  private Changes treat(Targets targets) {
    return switch (targets.table().treatment()) {
      case Treatment.Delete() -> {
        long erased = targets.inChunks(delete(targets));
        restricting.forget(targets);
        yield new Changes(erased, 0);
      }
      case Treatment.Anonymise(var strategies) -> {
        change(targets, strategies);
        restricting.lift(targets.table());
        yield new Changes(0, targets.size());
      }
      case Treatment.Retain(var rule, var strategies) ->
          new Changes(retain(targets, rule, strategies), 0);
    };
  }

  private static Sql delete(Targets targets) {
    return Sql.of(
        "DELETE FROM " + targets.live() + " USING " + targets.noted() + " WHERE " + targets.same());
  }

  /** Keeps what must be kept; the rest goes. Returns how many rows went. */
  private long retain(
      Targets targets, RetentionRule rule, Map<String, ErasureStrategy> strategies) {
    Sql expiry =
        Sql.of(
            "(COALESCE(t."
                + Sql.quote(rule.from())
                + "::date, CAST(? AS date)) + CAST(? AS interval))::date",
            today,
            rule.period().toString());
    long erased =
        targets.inChunks(
            delete(targets).then(" AND ").then(expiry).then(" <= CAST(? AS date)", today));
    restricting.forget(targets);
    forgetRetention(targets);
    targets.eachChunk(bounds -> noteRetention(targets, rule, expiry, bounds));
    // What is left of the targets is exactly what is retained.
    if (rule.meanwhile().contains(Meanwhile.RESTRICT)) {
      restricting.restrict(targets);
    } else {
      restricting.lift(targets.table());
    }
    change(targets, strategies);
    return erased;
  }

  private void forgetRetention(Targets targets) {
    targets.inChunks(
        Sql.of(
            "DELETE FROM habeas.habeas_retention r USING "
                + targets.noted()
                + " WHERE r.collection = ? AND r.primary_key = "
                + targets.key("s")
                + " AND NOT EXISTS (SELECT 1 FROM "
                + targets.live()
                + " WHERE "
                + targets.same()
                + ")",
            targets.table().name()));
  }

  private void noteRetention(Targets targets, RetentionRule rule, Sql expiry, Sql bounds) {
    Sql insert =
        Sql.of(
                "INSERT INTO habeas.habeas_retention (request_id, collection, primary_key, rule,"
                    + " ground, statute, jurisdiction, expiry, retained_at) SELECT ?, ?, "
                    + targets.key("t")
                    + ", ?, ?, ?, ?, ",
                requestId,
                targets.table().name(),
                rule.rule(),
                rule.ground().name(),
                rule.statute(),
                rule.jurisdiction())
            .then(expiry)
            .then(
                ", ? FROM "
                    + targets.live()
                    + " JOIN "
                    + targets.noted()
                    + " ON "
                    + targets.same()
                    + " WHERE true",
                Timestamp.from(now))
            .then(bounds)
            .then(" ON CONFLICT DO NOTHING");
    jdbc.update(insert.text(), insert.arguments());
  }

  private void change(Targets targets, Map<String, ErasureStrategy> strategies) {
    List<String> workedOut = new ArrayList<>();
    List<Sql> assignments = new ArrayList<>();
    strategies.forEach(
        (column, strategy) -> {
          if (Masking.worksOut(strategy)) {
            workedOut.add(column);
          }
          assignment(targets.table(), column, strategy)
              .map(value -> Sql.of(Sql.quote(column) + " = ").then(value))
              .ifPresent(assignments::add);
        });
    if (!workedOut.isEmpty()) {
      targets.eachChunk(bounds -> workingOut.change(targets, workedOut, strategies, bounds));
    }
    if (!assignments.isEmpty()) {
      targets.inChunks(
          Sql.of("UPDATE " + targets.live() + " SET ")
              .then(Sql.join(", ", assignments))
              .then(" FROM " + targets.noted() + " WHERE " + targets.same()));
    }
  }

  private Optional<Sql> assignment(Table table, String column, ErasureStrategy strategy) {
    return switch (strategy) {
      case ErasureStrategy.Nulled() -> Optional.of(Sql.of("NULL"));
      case ErasureStrategy.Constant(var value) ->
          Optional.of(
              Sql.of("CAST(? AS " + catalogue.column(table.name(), column).type() + ")", value));
      case ErasureStrategy.Generalised(var unit) ->
          Optional.of(
              Sql.of(
                  "date_trunc(?, t." + Sql.quote(column) + ")",
                  unit.name().toLowerCase(Locale.ROOT)));
      case ErasureStrategy.KeyedHash(),
          ErasureStrategy.Randomised(),
          ErasureStrategy.CountryOnly() ->
          Optional.empty();
      case ErasureStrategy.Kept() -> Optional.empty();
    };
  }

  private List<Retained> retained() {
    return jdbc.query(
        "SELECT collection, rule, ground, statute, jurisdiction, count(*), min(expiry), max(expiry)"
            + " FROM habeas.habeas_retention WHERE request_id = ?"
            + " GROUP BY collection, rule, ground, statute, jurisdiction ORDER BY collection, rule",
        (row, number) ->
            new Retained(
                requireNonNull(row.getString(1)),
                requireNonNull(row.getString(2)),
                RetentionGround.valueOf(requireNonNull(row.getString(3))),
                requireNonNull(row.getString(4)),
                requireNonNull(row.getString(5)),
                row.getLong(6),
                requireNonNull(row.getObject(7, LocalDate.class)),
                requireNonNull(row.getObject(8, LocalDate.class))),
        requestId);
  }

  private static List<CollectionOutcome> outcomes(
      Map<String, Changes> changes, List<Retained> retained) {
    Map<String, Long> kept = new HashMap<>();
    retained.forEach(r -> kept.merge(r.collection(), r.records(), Long::sum));
    Map<String, CollectionOutcome> outcomes = new java.util.TreeMap<>();
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

  private record Changes(long erased, long anonymised) {}
}
