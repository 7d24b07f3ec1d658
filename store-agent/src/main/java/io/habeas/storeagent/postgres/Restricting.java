package io.habeas.storeagent.postgres;

import io.habeas.participant.Counts;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Hides records and shows them again as they were (Art. 18). Each hidden record has a row of its
 * request in {@code habeas_restriction}; where several requests hide the same record, the last one
 * to lift shows it.
 */
final class Restricting {
  private final JdbcTemplate jdbc;
  private final Catalogue catalogue;
  private final UUID requestId;
  private final Instant now;

  Restricting(JdbcTemplate jdbc, Catalogue catalogue, UUID requestId, Instant now) {
    this.jdbc = jdbc;
    this.catalogue = catalogue;
    this.requestId = requestId;
    this.now = now;
  }

  /** Hides {@code targets}, if their table can be. */
  void restrict(Targets targets) {
    switch (targets.table().restriction()) {
      case Restriction.None() -> {
        // Said so in the map.
      }
      case Restriction.ShadowTable() -> note(targets, "NULL");
      case Restriction.StatusColumn status -> {
        note(targets, "t." + Sql.quote(status.column()) + "::text");
        Sql value = status(targets.table(), status);
        targets.inChunks(
            Sql.of("UPDATE " + targets.live() + " SET " + Sql.quote(status.column()) + " = ")
                .then(value)
                .then(" FROM " + targets.noted() + " WHERE " + targets.same())
                .then(" AND t." + Sql.quote(status.column()) + " IS DISTINCT FROM ")
                .then(value));
      }
    }
  }

  /** What the status was is kept once: another request may have hidden the record before. */
  private void note(Targets targets, String status) {
    String others =
        " FROM habeas.habeas_restriction o WHERE o.collection = ? AND o.primary_key = "
            + targets.key("t");
    String collection = targets.table().name();
    targets.eachChunk(
        bounds -> {
          Sql insert =
              Sql.of(
                      "INSERT INTO habeas.habeas_restriction"
                          + " (request_id, collection, primary_key, previous, restricted_at)"
                          + " SELECT ?, ?, "
                          + targets.key("t")
                          + ", CASE WHEN EXISTS (SELECT 1"
                          + others
                          + ") THEN (SELECT o.previous"
                          + others
                          + " LIMIT 1) ELSE "
                          + status
                          + " END, ? FROM "
                          + targets.live()
                          + " JOIN "
                          + targets.noted()
                          + " ON "
                          + targets.same()
                          + " WHERE true",
                      requestId,
                      collection,
                      collection,
                      collection,
                      Timestamp.from(now))
                  .then(bounds)
                  .then(" ON CONFLICT DO NOTHING");
          jdbc.update(insert.text(), insert.arguments());
        });
  }

  /** Shows again what this request hid in {@code table}; what changed since stays changed. */
  long lift(Table table) {
    if (table.restriction() instanceof Restriction.StatusColumn status) {
      String column = Sql.quote(status.column());
      String type = catalogue.column(table.name(), status.column()).type();
      Sql update =
          Sql.of(
                  "UPDATE %s.%s t SET %s = CAST(r.previous AS %s) FROM habeas.habeas_restriction r"
                          .formatted(
                              Sql.quote(catalogue.schema()), Sql.quote(table.name()), column, type)
                      + " WHERE r.request_id = ? AND r.collection = ? AND "
                      + Targets.sameAsHeld("r", table, catalogue)
                      + " AND NOT EXISTS (SELECT 1 FROM habeas.habeas_restriction o WHERE"
                      + " o.collection = r.collection AND o.primary_key = r.primary_key AND"
                      + " o.request_id <> r.request_id) AND t."
                      + column
                      + " = ",
                  requestId,
                  table.name())
              .then(status(table, status));
      jdbc.update(update.text(), update.arguments());
    }
    return jdbc.update(
        "DELETE FROM habeas.habeas_restriction WHERE request_id = ? AND collection = ?",
        requestId,
        table.name());
  }

  /** Forgets who hid rows that are gone. */
  void forget(Targets gone) {
    gone.inChunks(
        Sql.of(
            "DELETE FROM habeas.habeas_restriction r USING "
                + gone.noted()
                + " WHERE r.collection = ? AND r.primary_key = "
                + gone.key("s")
                + " AND NOT EXISTS (SELECT 1 FROM "
                + gone.live()
                + " WHERE "
                + gone.same()
                + ")",
            gone.table().name()));
  }

  /** What this request has hidden, as it stands. */
  Counts restricted(StorePlan plan) {
    Map<String, Long> counts = new TreeMap<>();
    jdbc.query(
        "SELECT collection, count(*) FROM habeas.habeas_restriction WHERE request_id = ?"
            + " GROUP BY collection",
        row -> {
          String collection = Objects.requireNonNull(row.getString(1));
          if (plan.collections().contains(collection)) {
            counts.put(collection, row.getLong(2));
          }
        },
        requestId);
    return new Counts(counts);
  }

  private Sql status(Table table, Restriction.StatusColumn status) {
    return Sql.of(
        "CAST(? AS " + catalogue.column(table.name(), status.column()).type() + ")",
        status.restricted());
  }
}
