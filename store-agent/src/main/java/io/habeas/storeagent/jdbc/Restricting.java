package io.habeas.storeagent.jdbc;

import io.habeas.participant.Counts;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Hides records and shows them again as they were (Art. 18). Each hidden record has a row of its
 * request in {@code habeas_restriction}; where several requests hide the same record, the last one
 * to lift shows it.
 */
final class Restricting {
  private static final String OWN = "habeas.habeas_restriction";

  private final JdbcTemplate jdbc;
  private final Catalogue catalogue;
  private final UUID requestId;
  private final Instant now;
  private final int chunk;

  /**
   * @param chunk how many rows one statement may change
   */
  Restricting(JdbcTemplate jdbc, Catalogue catalogue, UUID requestId, Instant now, int chunk) {
    this.jdbc = jdbc;
    this.catalogue = catalogue;
    this.requestId = requestId;
    this.now = now;
    this.chunk = chunk;
  }

  /** Hides {@code targets}, if their table can be. */
  void restrict(Targets targets) {
    switch (targets.table().restriction()) {
      case Restriction.None _ -> {
        // Said so in the map.
      }
      case Restriction.ShadowTable() -> note(targets, "NULL");
      case Restriction.StatusColumn status -> {
        LiveColumn column = catalogue.column(targets.table().name(), status.column());
        String name = "t." + catalogue.quote(column.name());
        note(targets, catalogue.dialect().text(name, column));
        String value = catalogue.dialect().assigned("?", column);
        targets.update(
            Sql.of(catalogue.dialect().target(column.name()) + " = " + value, status.restricted()),
            Sql.of(" AND " + catalogue.dialect().differs(name, value), status.restricted()));
      }
    }
  }

  /** What the status was is kept once: another request may have hidden the record before. */
  private void note(Targets targets, String status) {
    String others =
        " FROM " + OWN + " o WHERE o.collection = ? AND o.primary_key = " + targets.key("t");
    String collection = targets.table().name();
    targets.insert(
        Sql.of(
            "INSERT INTO "
                + OWN
                + " (request_id, collection, primary_key, previous, restricted_at) SELECT ?, ?, "
                + targets.key("t")
                + ", CASE WHEN EXISTS (SELECT 1"
                + others
                + ") THEN (SELECT o.previous"
                + others
                + " LIMIT 1) ELSE "
                + status
                + " END, ?",
            requestId,
            collection,
            collection,
            collection,
            Timestamp.from(now)),
        Sql.of(catalogue.dialect().unlessThere(OWN, "restricted_at")));
  }

  /** Shows again what this request hid in {@code table}; what changed since stays changed. */
  long lift(Table table) {
    long lifted = 0;
    String after = null;
    while (table.restriction().hides()) {
      // From where the last chunk ended: what was dropped before that is still in the index.
      Sql last =
          Sql.of(
                  "SELECT "
                      + catalogue.dialect().heldText("MAX(h.primary_key)")
                      + " FROM (SELECT primary_key FROM "
                      + OWN
                      + " WHERE request_id = ? AND collection = ?",
                  requestId,
                  table.name())
              .then(after == null ? Sql.NOTHING : beyond("", after))
              .then(" ORDER BY primary_key LIMIT " + chunk + ") h");
      String upTo = jdbc.queryForObject(last.text(), String.class, last.arguments());
      if (upTo == null) {
        return lifted;
      }
      if (table.restriction() instanceof Restriction.StatusColumn status) {
        show(table, status, those("r.", table, after, upTo));
      }
      Sql delete = Sql.of("DELETE FROM " + OWN + " WHERE true").then(those("", table, after, upTo));
      lifted += jdbc.update(delete.text(), delete.arguments());
      after = upTo;
    }
    return lifted;
  }

  private Sql beyond(String prefix, String key) {
    return Sql.of(
        " AND %sprimary_key > %s".formatted(prefix, catalogue.dialect().heldParameter()), key);
  }

  /** Rows of the own table, after one key and up to another. */
  private Sql those(String prefix, Table table, @Nullable String after, String upTo) {
    Sql those =
        Sql.of(
            " AND %srequest_id = ? AND %scollection = ? AND %sprimary_key <= %s"
                .formatted(prefix, prefix, prefix, catalogue.dialect().heldParameter()),
            requestId,
            table.name(),
            upTo);
    return after == null ? those : those.then(beyond(prefix, after));
  }

  private void show(Table table, Restriction.StatusColumn status, Sql those) {
    Dialect dialect = catalogue.dialect();
    LiveColumn column = catalogue.column(table.name(), status.column());
    Sql update =
        dialect.update(
            catalogue.name(table.name()) + " t",
            Sql.of(OWN + " r"),
            catalogue.isHeld("r.primary_key", table.name(), table.primaryKey()),
            Sql.of(dialect.target(column.name()) + " = " + dialect.assigned("r.previous", column)),
            those.then(
                " AND NOT EXISTS (SELECT 1 FROM "
                    + OWN
                    + " o WHERE o.collection = r.collection AND o.primary_key = r.primary_key"
                    + " AND o.request_id <> r.request_id) AND t."
                    + catalogue.quote(column.name())
                    + " = "
                    + dialect.assigned("?", column),
                status.restricted()));
    jdbc.update(update.text(), update.arguments());
  }

  /** Forgets who hid rows that are gone. */
  void forget(Targets gone) {
    if (gone.table().restriction().hides()) {
      gone.forgetGone(OWN);
    }
  }

  /** What this request has hidden, as it stands. */
  Counts restricted(StorePlan plan) {
    Map<String, Long> counts = new TreeMap<>();
    jdbc.query(
        "SELECT collection, count(*) FROM " + OWN + " WHERE request_id = ? GROUP BY collection",
        row -> {
          String collection = Objects.requireNonNull(row.getString(1));
          if (plan.collections().contains(collection)) {
            counts.put(collection, row.getLong(2));
          }
        },
        requestId);
    return new Counts(counts);
  }
}
