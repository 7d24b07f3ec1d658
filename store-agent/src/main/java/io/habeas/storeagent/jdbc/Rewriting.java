package io.habeas.storeagent.jdbc;

import static java.util.stream.Collectors.joining;

import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** Makes of columns what their erasure strategies say. */
final class Rewriting {
  private final JdbcTemplate jdbc;
  private final Catalogue catalogue;
  private final KeyedHash hash;

  Rewriting(JdbcTemplate jdbc, Catalogue catalogue, KeyedHash hash) {
    this.jdbc = jdbc;
    this.catalogue = catalogue;
    this.hash = hash;
  }

  /**
   * Changes those of {@code targets} of which {@code where} holds, which begins with AND.
   *
   * @throws Resisted if all of them were meant and not all were changed
   */
  void rewrite(Targets targets, Map<String, ErasureStrategy> strategies, Sql where) {
    List<LiveColumn> hashed = new ArrayList<>();
    List<Sql> assignments = new ArrayList<>();
    strategies.forEach(
        (name, strategy) -> {
          LiveColumn column = catalogue.column(targets.table().name(), name);
          if (strategy instanceof ErasureStrategy.KeyedHash) {
            hashed.add(column);
          }
          assignment(column, strategy)
              .map(value -> Sql.of(catalogue.dialect().target(name) + " = ").then(value))
              .ifPresent(assignments::add);
        });
    if (!hashed.isEmpty()) {
      targets.each(rows -> hash(targets.table(), hashed, rows.then(where)));
    }
    if (!assignments.isEmpty()) {
      long changed = targets.update(Sql.join(", ", assignments), where);
      if (where.equals(Sql.NOTHING) && changed < targets.size()) {
        throw new Resisted(
            "Expected to change %d rows of %s but %d were",
            targets.size(), targets.table().name(), changed);
      }
    }
  }

  private Optional<Sql> assignment(LiveColumn column, ErasureStrategy strategy) {
    return switch (strategy) {
      case ErasureStrategy.Nulled() -> Optional.of(Sql.of("NULL"));
      case ErasureStrategy.Constant(var value) ->
          Optional.of(Sql.of(catalogue.dialect().assigned("?", column), value));
      case ErasureStrategy.Generalised(var unit) ->
          Optional.of(
              catalogue
                  .dialect()
                  .generalised("t." + catalogue.quote(column.name()), column, unit));
      case ErasureStrategy.KeyedHash() -> Optional.empty();
      case ErasureStrategy.Kept() -> Optional.empty();
    };
  }

  /** The key of the hash stays with the agent, so the values come here, one chunk at a time. */
  private void hash(Table table, List<LiveColumn> columns, Sql rows) {
    Dialect dialect = catalogue.dialect();
    List<LiveColumn> key = catalogue.columns(table.name(), table.primaryKey());
    String names =
        Stream.concat(columns.stream(), key.stream())
            .map(column -> dialect.text("t." + catalogue.quote(column.name()), column))
            .collect(joining(", "));
    Sql select = Sql.of("SELECT " + names + " FROM ").then(rows);
    int width = columns.size() + key.size();
    List<Object[]> found =
        jdbc.query(
            select.text(),
            (row, number) -> {
              Object[] values = new Object[width];
              for (int i = 0; i < width; i++) {
                String value = row.getString(i + 1);
                values[i] = i < columns.size() && value != null ? hash.of(value) : value;
              }
              return values;
            },
            select.arguments());
    String sets =
        columns.stream()
            .map(column -> dialect.target(column.name()) + " = ?")
            .collect(joining(", "));
    String same =
        key.stream()
            .map(
                column ->
                    "t." + catalogue.quote(column.name()) + " = " + dialect.typed("?", column))
            .collect(joining(" AND "));
    jdbc.batchUpdate(
        "UPDATE " + catalogue.name(table.name()) + " t SET " + sets + " WHERE " + same, found);
  }
}
