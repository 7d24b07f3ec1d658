package io.habeas.storeagent.jdbc;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Rectified;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/**
 * Overwrites what the person wants corrected (Art. 16), and has their statement stand beside their
 * records: everywhere where nothing is to be overwritten, else in tables in which not all of it is
 * (legal rule L18). A record that no longer has the identity by which it was found is found by its
 * request from then on.
 */
final class Rectifying {
  private static final Logger log = LoggerFactory.getLogger(Rectifying.class);
  private static final String OWN = "habeas.habeas_rectification";
  private static final String STATEMENTS = "habeas.habeas_statement";

  private final JdbcTemplate jdbc;
  private final StorePlan plan;
  private final Catalogue catalogue;
  private final UUID requestId;
  private final Instant now;
  private final int chunk;

  Rectifying(
      JdbcTemplate jdbc,
      StorePlan plan,
      Catalogue catalogue,
      UUID requestId,
      Instant now,
      int chunk) {
    this.jdbc = jdbc;
    this.plan = plan;
    this.catalogue = catalogue;
    this.requestId = requestId;
    this.now = now;
    this.chunk = chunk;
  }

  /**
   * Corrects within the current transaction. Idempotent.
   *
   * @throws Deferred if something cannot be overwritten and the person has made no statement that
   *     would stand beside it: "corrected" would be told of what is as wrong as before
   */
  Rectified rectify(SubjectRows rows, Corrections corrections) throws Deferred {
    corrections.statement().ifPresent(this::keep);
    List<Targets> targets = Targets.note(jdbc, catalogue, rows.ownKeys(plan.tables()), chunk);
    Map<String, Long> corrected = new TreeMap<>();
    Map<String, Long> supplemented = new TreeMap<>();
    for (Targets target : targets) {
      Table table = target.table();
      Correctable correctable = Correctable.of(plan, catalogue, table, corrections);
      if (correctable.someCannot() && corrections.statement().isEmpty()) {
        log.warn(
            "Expected to correct all of what is wrong in {} but not every column can be"
                + " overwritten, and there is no statement to put beside it; the task waits: {}",
            table.name(),
            WaitReason.UNFIT);
        throw new Deferred(WaitReason.UNFIT);
      }
      boolean overwritten = !correctable.values().isEmpty();
      boolean beside =
          corrections.statement().isPresent()
              && (corrections.values().isEmpty() || correctable.someCannot());
      long inside = overwriteDocuments(target, correctable.inDocuments());
      if (overwritten) {
        overwrite(target, correctable.values());
        corrected.put(table.name(), target.size());
      } else if (inside > 0) {
        corrected.put(table.name(), inside);
      }
      if (beside) {
        supplemented.put(table.name(), target.size());
      }
      if (beside || correctable.identity()) {
        note(target, overwritten || inside > 0, beside);
      }
    }
    return new Rectified(new Counts(corrected), new Counts(supplemented));
  }

  /** Returns in how many rows there was something to overwrite. */
  private long overwriteDocuments(Targets targets, Map<Field, JsonNode> values) {
    Map<Field, UnaryOperator<JsonNode>> changes = new LinkedHashMap<>();
    values.forEach((field, value) -> changes.put(field, old -> value));
    return new InDocuments(jdbc, catalogue).change(targets, changes, Sql.NOTHING);
  }

  private void overwrite(Targets targets, Map<LiveColumn, String> values) {
    List<Sql> assignments = new ArrayList<>();
    values.forEach(
        (column, value) ->
            assignments.add(
                Sql.of(
                    catalogue.dialect().target(column.name())
                        + " = "
                        + catalogue.dialect().assigned("?", column),
                    value)));
    long changed = targets.update(Sql.join(", ", assignments), Sql.NOTHING);
    if (changed < targets.size()) {
      throw new Resisted(
          "Expected to correct %d rows of %s but %d were",
          targets.size(), targets.table().name(), changed);
    }
  }

  private void keep(String statement) {
    jdbc.update(
        "INSERT INTO "
            + STATEMENTS
            + " (request_id, statement, made_at) VALUES (?, ?, ?)"
            + catalogue.dialect().unlessThere(STATEMENTS, "made_at"),
        requestId,
        statement,
        Timestamp.from(now));
  }

  private void note(Targets targets, boolean corrected, boolean supplemented) {
    targets.insert(
        Sql.of(
            "INSERT INTO "
                + OWN
                + " (request_id, collection, primary_key, corrected, supplemented, rectified_at)"
                + " SELECT ?, ?, "
                + targets.key("t")
                + ", false, false, ?",
            requestId,
            targets.table().name(),
            Timestamp.from(now)),
        Sql.of(catalogue.dialect().unlessThere(OWN, "rectified_at")));
    jdbc.update(
        "UPDATE "
            + OWN
            + " SET corrected = corrected OR ?, supplemented = supplemented OR ?"
            + " WHERE request_id = ? AND collection = ?",
        corrected,
        supplemented,
        requestId,
        targets.table().name());
  }

  /** The request if it has corrected identities here. */
  static Optional<UUID> correctedBy(JdbcTemplate jdbc, UUID requestId) {
    return jdbc.queryForList(
                "SELECT 1 FROM " + OWN + " WHERE request_id = ? AND corrected LIMIT 1",
                Integer.class,
                requestId)
            .isEmpty()
        ? Optional.empty()
        : Optional.of(requestId);
  }

  /** What follows SELECT to read the statements beside row {@code t}; empty if there are none. */
  static Optional<Sql> statements(JdbcTemplate jdbc, Catalogue catalogue, Table table) {
    boolean any =
        !jdbc.queryForList(
                "SELECT 1 FROM " + OWN + " WHERE collection = ? AND supplemented LIMIT 1",
                Integer.class,
                table.name())
            .isEmpty();
    return any
        ? Optional.of(
            Sql.of(
                " FROM "
                    + OWN
                    + " f JOIN "
                    + STATEMENTS
                    + " w ON w.request_id = f.request_id WHERE f.supplemented AND f.collection = ?"
                    + " AND f.primary_key = "
                    + catalogue.key("t", table.name(), table.primaryKey()),
                table.name()))
        : Optional.empty();
  }

  /** Drops what was noted of rows that are gone, or are nobody's any more. */
  void forget(Targets targets) {
    targets.forget(OWN, Sql.NOTHING);
  }

  /** Drops what was noted of those that are gone. */
  void forgetGone(Targets targets) {
    targets.forgetGone(OWN);
  }

  /** Drops statements beside which no record stands. */
  void dropStatementsOfNothing() {
    jdbc.update(
        "DELETE FROM "
            + STATEMENTS
            + " WHERE NOT EXISTS (SELECT 1 FROM "
            + OWN
            + " f WHERE f.request_id = "
            + STATEMENTS
            + ".request_id AND f.supplemented)");
  }
}
