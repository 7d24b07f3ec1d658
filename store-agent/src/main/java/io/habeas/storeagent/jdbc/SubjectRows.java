package io.habeas.storeagent.jdbc;

import io.habeas.participant.Identifiers;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.jdbc.SharedRows.Referrer;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Which rows are a person's, as queries: found by identifiers, and by following the plan's links
 * from rows so found.
 *
 * <p>A row that is reached by a reference from the person's rows only (an address that an order
 * names) may be other people's as well, where their rows refer to it too. Such a row is {@link
 * #keys reached}: it is counted and read out, since it says something about the person. It is not
 * {@link #ownKeys their own}: it is never hidden, changed or removed, only the person's reference
 * to it goes. "Other people's rows" are all those that refer to it, by a foreign key or a reference
 * of the map, and that the person's identifiers do not lead to. From a row that could be several
 * people's no reference leads further.
 */
final class SubjectRows {
  private final StorePlan plan;
  private final Catalogue catalogue;
  private final Identifiers identifiers;
  private final Optional<UUID> correctedBy;

  /**
   * @param correctedBy a request that has corrected identities in the store, so that its records
   *     are also found by that; empty where none has been
   */
  SubjectRows(
      StorePlan plan, Catalogue catalogue, Identifiers identifiers, Optional<UUID> correctedBy) {
    this.plan = plan;
    this.catalogue = catalogue;
    this.identifiers = identifiers;
    this.correctedBy = correctedBy;
  }

  /**
   * A query for the primary keys of the rows in {@code table} that are about the person, each once;
   * empty if none of the identifiers leads there.
   */
  Optional<Sql> keys(Table table) {
    return select(table, table.primaryKey(), alternatives(table, false));
  }

  /** The same, of those rows only that are nobody else's too. */
  Optional<Sql> ownKeys(Table table) {
    return select(table, table.primaryKey(), alternatives(table, true));
  }

  /** {@link #ownKeys} of those of {@code tables} to which something leads, in their order. */
  Map<Table, Sql> ownKeys(List<Table> tables) {
    Map<Table, Sql> keys = new LinkedHashMap<>();
    tables.forEach(table -> ownKeys(table).ifPresent(query -> keys.put(table, query)));
    return keys;
  }

  /** Whether rows of {@code table} can be somebody else's too. */
  boolean canBeShared(Table table) {
    return SharedRows.arePossible(table);
  }

  /** What follows FROM to read the rows of {@code keys} as {@code t}. */
  Sql from(Table table, Sql keys) {
    return Sql.of(catalogue.name(table.name()) + " t JOIN (")
        .then(keys)
        .then(") k ON " + catalogue.same("t", table.primaryKey(), "k", table.primaryKey()));
  }

  Catalogue catalogue() {
    return catalogue;
  }

  /** One way by which rows are found: what {@code t} is joined with, and what holds of it. */
  private record Alternative(Sql join, Sql condition) {}

  private Optional<Sql> select(Table table, List<String> columns, List<Alternative> alternatives) {
    if (alternatives.isEmpty()) {
      return Optional.empty();
    }
    String head =
        "SELECT " + catalogue.names("t", columns) + " FROM " + catalogue.name(table.name()) + " t";
    // A union rather than an OR: each alternative then uses its own index.
    return Optional.of(
        Sql.join(
            " UNION ",
            alternatives.stream()
                .map(way -> Sql.of(head).then(way.join()).then(" WHERE ").then(way.condition()))
                .toList()));
  }

  private List<Alternative> alternatives(Table table, boolean own) {
    List<Alternative> alternatives = new ArrayList<>(byIdentifier(table));
    for (Link link : table.links()) {
      Table from = plan.table(link.from());
      if (SharedRows.arePossible(from)) {
        // What hangs on a row of several people would lead from one to the other (L11).
        continue;
      }
      Sql condition = own && link.shared() ? ofNobodyElse(table) : Sql.of("true");
      select(from, link.fromColumns(), alternatives(from, own))
          .ifPresent(keys -> alternatives.add(new Alternative(joined(link, keys), condition)));
    }
    return alternatives;
  }

  /** A join rather than IN: there are databases that would run the query for every row. */
  private Sql joined(Link link, Sql keys) {
    return Sql.of(" JOIN (")
        .then(keys)
        .then(") l ON " + catalogue.same("t", link.toColumns(), "l", link.fromColumns()));
  }

  private Sql ofNobodyElse(Table table) {
    List<Sql> conditions = new ArrayList<>();
    for (Referrer referrer : SharedRows.referrers(plan, catalogue, table)) {
      Sql condition =
          Sql.of(
              "NOT EXISTS (SELECT 1 FROM %s o WHERE %s"
                  .formatted(
                      referrer.name(),
                      catalogue.same("o", referrer.columns(), "t", referrer.toColumns())));
      conditions.add(condition.then(notThePersons(table, referrer)).then(")"));
    }
    return Sql.join(" AND ", conditions);
  }

  private Sql notThePersons(Table table, Referrer referrer) {
    if (referrer.table().isEmpty() || referrer.table().get().name().equals(table.name())) {
      return Sql.NOTHING;
    }
    Table from = referrer.table().get();
    return keys(from)
        .map(
            keys ->
                Sql.of(" AND NOT EXISTS (SELECT 1 FROM (")
                    .then(keys)
                    .then(
                        ") k WHERE "
                            + catalogue.same("k", from.primaryKey(), "o", from.primaryKey())
                            + ")"))
        .orElse(Sql.NOTHING);
  }

  private List<Alternative> byIdentifier(Table table) {
    List<Alternative> found = new ArrayList<>();
    table.columns().values().stream()
        .map(column -> byIdentifier(table, column))
        .flatMap(Optional::stream)
        .forEach(condition -> found.add(new Alternative(Sql.NOTHING, condition)));
    boolean identified =
        table.columns().values().stream().anyMatch(column -> column.ownIdentifier().isPresent());
    if (identified && correctedBy.isPresent()) {
      found.add(corrected(table, correctedBy.get()));
    }
    return found;
  }

  private Alternative corrected(Table table, UUID request) {
    return new Alternative(
        Sql.of(
            " JOIN habeas.habeas_rectification f ON "
                + catalogue.isHeld("f.primary_key", table.name(), table.primaryKey())),
        Sql.of("f.request_id = ? AND f.collection = ? AND f.corrected", request, table.name()));
  }

  private Optional<Sql> byIdentifier(Table table, Column column) {
    LiveColumn live = catalogue.column(table.name(), column.name());
    List<Object> values =
        column.identifier().map(identifiers::of).orElseGet(List::of).stream()
            .map(value -> catalogue.dialect().bindable(value, live))
            .flatMap(Optional::stream)
            .toList();
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(
            catalogue
                .dialect()
                .holds(
                    "t." + catalogue.quote(column.name()),
                    live,
                    values,
                    column.match() == Match.IGNORE_CASE));
  }
}
