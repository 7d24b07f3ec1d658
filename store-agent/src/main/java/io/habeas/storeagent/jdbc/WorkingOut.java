package io.habeas.storeagent.jdbc;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.jdbc.Catalogue.Kind;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.mask.Masking;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Changes what the database cannot work out: the key of a hash stays with the agent, so the values
 * come here, one chunk at a time.
 */
final class WorkingOut {
  private final JdbcTemplate jdbc;
  private final Catalogue catalogue;
  private final Masking masking;

  WorkingOut(JdbcTemplate jdbc, Catalogue catalogue, KeyedHash hash) {
    this.jdbc = jdbc;
    this.catalogue = catalogue;
    this.masking = new Masking(hash::of, new SecureRandom());
  }

  /**
   * Changes {@code columns} of a chunk of rows.
   *
   * @param rows what follows FROM to read them as {@code t}
   */
  void change(
      Table table, List<LiveColumn> columns, Map<String, ErasureStrategy> strategies, Sql rows) {
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
                values[i] =
                    i < columns.size() && value != null
                        ? masked(table, columns.get(i), strategies, value)
                        : value;
              }
              return values;
            },
            select.arguments());
    String sets =
        columns.stream()
            .map(column -> dialect.target(column.name()) + " = " + dialect.assigned("?", column))
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

  private @Nullable String masked(
      Table table, LiveColumn column, Map<String, ErasureStrategy> strategies, String value) {
    ErasureStrategy strategy = requireNonNull(strategies.get(column.name()));
    if (column.kind() == Kind.INTEGER) {
      return Long.toString(masking.number(Long.parseLong(value)));
    }
    OptionalInt length = requireNonNull(table.columns().get(column.name())).length();
    return masking.text(strategy, value, length).orElse(null);
  }
}
