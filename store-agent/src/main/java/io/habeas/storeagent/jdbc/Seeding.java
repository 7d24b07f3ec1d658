package io.habeas.storeagent.jdbc;

import static java.util.stream.Collectors.joining;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Outcome;
import io.habeas.participant.outcome.OutcomeJson;
import io.habeas.storeagent.jdbc.Catalogue.ForeignKey;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.jdbc.MadeUp.Content;
import io.habeas.storeagent.jdbc.MadeUp.Row;
import io.habeas.storeagent.jdbc.Ties.Cell;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/**
 * Makes up a person (a canary) under the identifiers of a request: one row in each table that would
 * hold something about them. All of them or none, and none where the identifiers are somebody's.
 */
final class Seeding {
  private static final UUID NO_REQUEST = new UUID(0, 0);

  private final JdbcTemplate jdbc;
  private final StorePlan plan;
  private final Catalogue catalogue;
  private final UUID requestId;
  private final Instant now;

  Seeding(JdbcTemplate jdbc, StorePlan plan, Catalogue catalogue, UUID requestId, Instant now) {
    this.jdbc = jdbc;
    this.plan = plan;
    this.catalogue = catalogue;
    this.requestId = requestId;
    this.now = now;
  }

  /**
   * Why nobody can be made up in this schema, naming tables and columns only; empty if somebody
   * can, should the database have no further checks.
   */
  static List<String> obstacles(StorePlan plan, Catalogue catalogue, Instant now) {
    return MakingUp.of(
            plan,
            catalogue,
            (column, live) -> column.identifier().filter(plan.needs()::contains),
            new Inventing(NO_REQUEST, now),
            day(now))
        .obstacles();
  }

  /**
   * Makes them up within the current transaction, unless this request has before.
   *
   * @param rows those of whoever has the identifiers
   */
  Counts seed(SubjectRows rows, Identifiers identifiers) {
    if (!held(rows).isEmpty()) {
      return before();
    }
    MadeUp person =
        MakingUp.of(plan, catalogue, granted(identifiers), new Inventing(requestId, now), day(now));
    if (!person.isPossible()) {
      return Counts.NONE;
    }
    if (catalogue.foreignKeys().stream().anyMatch(ForeignKey::deferrable)) {
      jdbc.execute("SET CONSTRAINTS ALL DEFERRED");
    }
    Map<Cell, String> handedOut = new HashMap<>();
    Map<String, Long> inserted = new TreeMap<>();
    for (Row row : person.rows()) {
      insert(row, handedOut);
      inserted.put(row.table().name(), 1L);
    }
    Counts seeded = new Counts(inserted);
    if (!held(rows).equals(seeded)) {
      throw new Resisted(
          "Expected a row made up in each of %s to be found by its identifiers but not all are",
          inserted.keySet());
    }
    return seeded;
  }

  private static LocalDate day(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  private BiFunction<Column, LiveColumn, Optional<String>> granted(Identifiers identifiers) {
    return (column, live) ->
        column.identifier().map(identifiers::of).orElseGet(List::of).stream()
            .filter(value -> catalogue.dialect().bindable(value, live).isPresent())
            .filter(value -> Correctable.takes(live, value))
            .findFirst();
  }

  private Counts held(SubjectRows rows) {
    List<String> names = new ArrayList<>();
    List<Sql> queries = new ArrayList<>();
    for (Table table : plan.tables()) {
      rows.keys(table)
          .ifPresent(
              keys -> {
                names.add(table.name());
                queries.add(Sql.of("SELECT count(*) FROM (").then(keys).then(") k"));
              });
    }
    List<Long> counts = Together.counts(jdbc, queries);
    Map<String, Long> held = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      held.put(names.get(i), counts.get(i));
    }
    return new Counts(held);
  }

  /** What this request made up at an earlier step; nothing if somebody else is there. */
  private Counts before() {
    return jdbc
        .queryForList(
            "SELECT result FROM habeas.habeas_outcome WHERE request_id = ? AND action = ?"
                + " ORDER BY step DESC LIMIT 1",
            String.class,
            requestId,
            Action.SEED.name())
        .stream()
        .map(OutcomeJson::read)
        .filter(Outcome.SubjectSeeded.class::isInstance)
        .map(outcome -> ((Outcome.SubjectSeeded) outcome).seeded())
        .findFirst()
        .orElse(Counts.NONE);
  }

  private void insert(Row row, Map<Cell, String> handedOut) {
    List<String> names = new ArrayList<>();
    List<String> places = new ArrayList<>();
    List<String> values = new ArrayList<>();
    List<String> told = new ArrayList<>();
    row.columns()
        .forEach(
            (column, content) -> {
              names.add(catalogue.quote(column.name()));
              switch (content) {
                case Content.Value(var text) -> {
                  places.add(catalogue.dialect().assigned("?", column));
                  values.add(text);
                }
                case Content.SameAs(var cell) -> {
                  places.add(catalogue.dialect().assigned("?", column));
                  values.add(Objects.requireNonNull(handedOut.get(cell)));
                }
                case Content.HandedOut() -> {
                  places.add("DEFAULT");
                  told.add(column.name());
                }
              }
            });
    String table = row.table().name();
    String insert =
        "INSERT INTO %s (%s) VALUES (%s)"
            .formatted(
                catalogue.name(table),
                names.stream().collect(joining(", ")),
                places.stream().collect(joining(", ")));
    if (told.isEmpty()) {
      jdbc.update(insert, values.toArray());
      return;
    }
    var keys = new GeneratedKeyHolder();
    jdbc.update(
        connection -> {
          var statement = connection.prepareStatement(insert, told.toArray(String[]::new));
          for (int i = 0; i < values.size(); i++) {
            statement.setString(i + 1, values.get(i));
          }
          return statement;
        },
        keys);
    Map<String, Object> all = Objects.requireNonNull(keys.getKeys());
    for (String column : told) {
      // There is one at most where the driver does not say which column it is of.
      Object value = all.size() == 1 ? all.values().iterator().next() : all.get(column);
      handedOut.put(new Cell(table, column), String.valueOf(value));
    }
  }
}
