package io.habeas.storeagent.jdbc;

import static java.util.Objects.requireNonNull;

import io.habeas.participant.Retained;
import io.habeas.participant.RetentionGround;
import io.habeas.participant.RetentionSink;
import io.habeas.storeagent.connector.Keeping;
import io.habeas.storeagent.connector.RequestByRequest;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.map.RetentionRule.Meanwhile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Converts rows to retained (Art. 17(3)): each gets its retention row, is hidden, and is changed as
 * its strategies say, once, whichever request or step came first. Those whose time has passed go.
 */
final class Retaining {
  private static final String OWN = "habeas.habeas_retention";
  private static final String DUTY =
      "request_id, collection, rule, ground, statute, jurisdiction, whole_days";
  private static final String SUMS =
      "SELECT "
          + DUTY
          + ", count(*) AS records, min(expiry) AS first_expiry, max(expiry) AS last_expiry FROM "
          + OWN;
  private static final String BY_DUTY = " GROUP BY " + DUTY;

  private final JdbcTemplate jdbc;
  private final Catalogue catalogue;
  private final Rewriting rewriting;
  private final Restricting restricting;
  private final UUID requestId;
  private final Instant now;
  private final KeptUntil until;

  Retaining(
      JdbcTemplate jdbc,
      Catalogue catalogue,
      Rewriting rewriting,
      Restricting restricting,
      UUID requestId,
      ZonedDateTime now) {
    this.jdbc = jdbc;
    this.catalogue = catalogue;
    this.rewriting = rewriting;
    this.restricting = restricting;
    this.requestId = requestId;
    this.now = now.toInstant();
    this.until = new KeptUntil(now.getZone());
  }

  /** Keeps what must be kept; the rest goes. Returns how many rows went. */
  long retain(Targets targets, RetentionRule rule, Map<String, ErasureStrategy> strategies) {
    LocalDateTime current = until.stored(now, rule.period().countsDays());
    Sql expiry =
        catalogue.dialect().expiry("t." + catalogue.quote(rule.from()), current, rule.period());
    long erased = targets.delete(Sql.of(" AND ").then(expiry).then(" <= ?", current));
    restricting.forget(targets);
    targets.forgetGone(OWN);
    note(targets, rule, expiry, changesOrigin(rule, strategies));
    // What is left of the targets is exactly what is retained.
    if (rule.meanwhile().contains(Meanwhile.RESTRICT)) {
      restricting.restrict(targets);
    } else {
      restricting.lift(targets.table());
    }
    if (!strategies.isEmpty()) {
      String treated =
          " EXISTS (SELECT 1 FROM %s e WHERE e.collection = ? AND e.primary_key = %s AND e.treated)"
              .formatted(OWN, targets.key("t"));
      rewriting.rewrite(targets, strategies, Sql.of(" AND NOT" + treated, targets.table().name()));
      markTreated(targets);
    }
    return erased;
  }

  /** What changes meanwhile cannot tell later whether a row is still the same. */
  private static boolean changesOrigin(
      RetentionRule rule, Map<String, ErasureStrategy> strategies) {
    ErasureStrategy strategy = strategies.get(rule.from());
    return strategy != null && !(strategy instanceof ErasureStrategy.Kept);
  }

  private void note(Targets targets, RetentionRule rule, Sql expiry, boolean changesOrigin) {
    LiveColumn from = catalogue.column(targets.table().name(), rule.from());
    String counted = catalogue.dialect().text("t." + catalogue.quote(from.name()), from);
    targets.insert(
        Sql.of(
                "INSERT INTO "
                    + OWN
                    + " (request_id, collection, primary_key, rule,"
                    + " ground, statute, jurisdiction, expiry, whole_days, treated, counted_from,"
                    + " counted, retained_at) SELECT ?, ?, "
                    + targets.key("t")
                    + ", ?, ?, ?, ?, ",
                requestId,
                targets.table().name(),
                rule.rule(),
                rule.ground().name(),
                rule.statute(),
                rule.jurisdiction())
            .then(expiry)
            .then(rule.period().countsDays() ? ", true" : ", false")
            .then(
                changesOrigin
                    ? Sql.of(", false, NULL, NULL")
                    : Sql.of(", false, ?, " + counted, from.name()))
            .then(", ?", Timestamp.from(now)),
        Sql.of(catalogue.dialect().unlessThere(OWN, "retained_at")));
  }

  private void markTreated(Targets targets) {
    jdbc.update(
        "UPDATE " + OWN + " SET treated = true WHERE request_id = ? AND collection = ?",
        requestId,
        targets.table().name());
  }

  /** What is kept for this request, as it stands. */
  List<Retained> retained() {
    var keeping = new Keeping();
    jdbc.query(
        SUMS + " WHERE request_id = ?" + BY_DUTY,
        row -> {
          keeping.add(sum(row, until));
        },
        requestId);
    return keeping.retained();
  }

  /** What is kept for every request, as it stands. */
  static void report(JdbcTemplate jdbc, KeptUntil until, RetentionSink sink) {
    var requests = new RequestByRequest(sink);
    // By the first column of the primary key: nothing needs to be sorted.
    jdbc.query(
        SUMS + BY_DUTY + " ORDER BY request_id",
        row -> {
          requests.add(UUID.fromString(requireNonNull(row.getString(1))), sum(row, until));
        });
    requests.finish();
  }

  private static Retained sum(ResultSet row, KeptUntil until) throws SQLException {
    boolean wholeDays = row.getBoolean("whole_days");
    return new Retained(
        requireNonNull(row.getString("collection")),
        requireNonNull(row.getString("rule")),
        RetentionGround.valueOf(requireNonNull(row.getString("ground"))),
        requireNonNull(row.getString("statute")),
        requireNonNull(row.getString("jurisdiction")),
        row.getLong("records"),
        until.read(requireNonNull(row.getObject("first_expiry", LocalDateTime.class)), wholeDays),
        until.read(requireNonNull(row.getObject("last_expiry", LocalDateTime.class)), wholeDays));
  }
}
