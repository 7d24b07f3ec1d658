package io.habeas.storeagent.jdbc;

import io.habeas.participant.Deferred;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What is kept for a request and may be kept no longer, found by retention rows and nothing else
 * (legal rule L20). Rows that another request keeps for longer are not among it.
 */
final class Overdue {
  private static final String OWN = "habeas.habeas_retention";

  private final JdbcTemplate jdbc;
  private final Catalogue catalogue;
  private final UUID requestId;
  private final LocalDate asOf;

  Overdue(JdbcTemplate jdbc, Catalogue catalogue, UUID requestId, LocalDate asOf) {
    this.jdbc = jdbc;
    this.catalogue = catalogue;
    this.requestId = requestId;
    this.asOf = asOf;
  }

  /** How many rows go, by collection: also those that are gone already. */
  Map<String, Long> count() {
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
    return counts;
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
        .then(due());
  }

  private Sql due() {
    return Sql.of(
        " AND r.request_id = ? AND r.expiry <= CAST(? AS date) AND NOT EXISTS (SELECT 1 FROM "
            + OWN
            + " o WHERE o.collection = r.collection AND o.primary_key = r.primary_key"
            + " AND o.request_id <> r.request_id AND o.expiry > CAST(? AS date))",
        requestId,
        asOf,
        asOf);
  }

  /** Forgets every duty of the request that has ended. */
  void drop() {
    jdbc.update(
        "DELETE FROM " + OWN + " WHERE request_id = ? AND expiry <= CAST(? AS date)",
        requestId,
        asOf);
  }
}
