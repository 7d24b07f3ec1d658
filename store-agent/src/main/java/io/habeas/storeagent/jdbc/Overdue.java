package io.habeas.storeagent.jdbc;

import io.habeas.participant.Deferred;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What is kept for a request and may be kept no longer, found by retention rows and nothing else
 * (legal rule L20). Rows that another request keeps for longer are not among it, and neither are
 * {@link #strange} ones: years have passed, and a key may have been given to somebody else's row.
 * Their duty stays, so that they are told as kept for too long, and a person looks.
 */
final class Overdue {
  private static final Logger log = LoggerFactory.getLogger(Overdue.class);
  private static final String OWN = "habeas.habeas_retention";

  private final JdbcTemplate jdbc;
  private final Catalogue catalogue;
  private final UUID requestId;
  private final Instant asOf;
  private final KeptUntil until;

  Overdue(JdbcTemplate jdbc, Catalogue catalogue, UUID requestId, Instant asOf, KeptUntil until) {
    this.jdbc = jdbc;
    this.catalogue = catalogue;
    this.requestId = requestId;
    this.asOf = asOf;
    this.until = until;
  }

  /**
   * How many rows go, by collection: also those that are gone already.
   *
   * @param tables that the map has
   */
  Map<String, Long> count(List<Table> tables) {
    Sql query =
        Sql.of("SELECT r.collection, count(*) FROM " + OWN + " r WHERE true")
            .then(due())
            .then(" GROUP BY r.collection");
    Map<String, Long> counts = new TreeMap<>();
    jdbc.query(
        query.text(),
        row -> {
          counts.put(Objects.requireNonNull(row.getString(1)), row.getLong(2));
        },
        query.arguments());
    for (Table table : tables) {
      if (counts.containsKey(table.name())) {
        counts.merge(table.name(), -strangers(table), Long::sum);
      }
    }
    return counts;
  }

  private long strangers(Table table) {
    Sql query =
        Sql.of("SELECT count(*) FROM " + OWN + " r WHERE r.collection = ?", table.name())
            .then(due())
            .then(" AND ")
            .then(strange("r", table));
    long strangers =
        Objects.requireNonNull(jdbc.queryForObject(query.text(), Long.class, query.arguments()));
    if (strangers > 0) {
      log.error(
          "Expected rows of {} to be as they were when they were retained but {} count from another"
              + " day: they may be somebody else's and stay, until a person has looked at them",
          table.name(),
          strangers);
    }
    return strangers;
  }

  /**
   * That there is a row under a key, and its time counts from another day than that of the row
   * which was retained, or from what cannot be looked at any more.
   */
  private Sql strange(String own, Table table) {
    List<Sql> same = new ArrayList<>();
    same.add(Sql.of(own + ".counted_from IS NULL"));
    for (String origin : origins(table)) {
      catalogue
          .find(table.name(), origin)
          .ifPresent(
              live ->
                  same.add(
                      Sql.of(
                          "("
                              + own
                              + ".counted_from = ? AND NOT "
                              + catalogue
                                  .dialect()
                                  .differs(
                                      own + ".counted",
                                      catalogue
                                          .dialect()
                                          .text("t." + catalogue.quote(origin), live))
                              + ")",
                          origin)));
    }
    return Sql.of(
            "EXISTS (SELECT 1 FROM "
                + catalogue.name(table.name())
                + " t WHERE "
                + catalogue.isHeld(own + ".primary_key", table.name(), table.primaryKey())
                + " AND NOT (")
        .then(Sql.join(" OR ", same))
        .then("))");
  }

  /** From which columns rows count: the rule may have been another one once. */
  private List<String> origins(Table table) {
    return jdbc.queryForList(
        "SELECT DISTINCT counted_from FROM "
            + OWN
            + " WHERE request_id = ? AND collection = ? AND counted_from IS NOT NULL",
        String.class,
        requestId,
        table.name());
  }

  /**
   * Queries for the keys of the rows that go, by table, in the order of {@code tables}.
   *
   * @param collections where any go
   * @throws Deferred if a row is kept in a table that the map no longer has
   */
  Map<Table, Sql> keys(List<Table> tables, Set<String> collections) throws Deferred {
    Set<String> known = tables.stream().map(Table::name).collect(Collectors.toSet());
    if (!known.containsAll(collections)) {
      throw new Deferred(WaitReason.MAP_MISMATCH);
    }
    Map<Table, Sql> keys = new LinkedHashMap<>();
    for (Table table : tables) {
      if (collections.contains(table.name())) {
        keys.put(table, keys(table));
      }
    }
    return keys;
  }

  private Sql keys(Table table) {
    String columns =
        table.primaryKey().stream()
            .map(column -> "t." + catalogue.quote(column))
            .collect(Collectors.joining(", "));
    return Sql.of(
            "SELECT "
                + columns
                + " FROM "
                + catalogue.name(table.name())
                + " t JOIN "
                + OWN
                + " r ON "
                + catalogue.isHeld("r.primary_key", table.name(), table.primaryKey())
                + " WHERE r.collection = ?",
            table.name())
        .then(due())
        .then(" AND NOT ")
        .then(strange("r", table));
  }

  private Sql due() {
    return Sql.of(" AND r.request_id = ? AND ", requestId)
        .then(until.isOver("r", asOf))
        .then(
            " AND NOT EXISTS (SELECT 1 FROM "
                + OWN
                + " o WHERE o.collection = r.collection AND o.primary_key = r.primary_key"
                + " AND o.request_id <> r.request_id AND ")
        .then(until.isNotOver("o", asOf))
        .then(")");
  }

  /**
   * Forgets every duty of the request that has ended, but for those of strange rows.
   *
   * @param tables that the map has
   */
  void drop(List<Table> tables) {
    for (Table table : tables) {
      Sql delete =
          ended(" AND collection = ? AND NOT ", table.name())
              .then(strange("habeas_retention", table));
      jdbc.update(delete.text(), delete.arguments());
    }
    // In tables that the map no longer has: somebody else keeps those rows, or there are none.
    Object[] names = tables.stream().map(Table::name).toArray();
    Sql others =
        names.length == 0
            ? ended("")
            : ended(
                " AND collection NOT IN ("
                    + String.join(", ", Collections.nCopies(names.length, "?"))
                    + ")",
                names);
    jdbc.update(others.text(), others.arguments());
  }

  private Sql ended(String where, Object... arguments) {
    return Sql.of("DELETE FROM " + OWN + " WHERE request_id = ? AND ", requestId)
        .then(until.isOver("habeas_retention", asOf))
        .then(where, arguments);
  }
}
