package io.habeas.storeagent.postgres;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.mask.Masking;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
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

  /** Changes {@code columns} of those of the targets that are within {@code bounds}. */
  void change(
      Targets targets, List<String> columns, Map<String, ErasureStrategy> strategies, Sql bounds) {
    Table table = targets.table();
    String keys =
        table.primaryKey().stream()
            .map(column -> "t." + Sql.quote(column) + "::text")
            .collect(joining(", "));
    Sql select =
        Sql.of(
                "SELECT "
                    + SubjectRows.names("t", columns)
                    + ", "
                    + keys
                    + " FROM "
                    + targets.live()
                    + " JOIN "
                    + targets.noted()
                    + " ON "
                    + targets.same()
                    + " WHERE true")
            .then(bounds);
    int width = columns.size() + table.primaryKey().size();
    List<Object[]> rows =
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
            .map(
                column ->
                    "%s = CAST(? AS %s)"
                        .formatted(
                            Sql.quote(column), catalogue.column(table.name(), column).type()))
            .collect(joining(", "));
    String same =
        table.primaryKey().stream()
            .map(
                column ->
                    "t.%s = CAST(? AS %s)"
                        .formatted(
                            Sql.quote(column), catalogue.column(table.name(), column).type()))
            .collect(joining(" AND "));
    jdbc.batchUpdate("UPDATE " + targets.live() + " SET " + sets + " WHERE " + same, rows);
  }

  private @Nullable String masked(
      Table table, String column, Map<String, ErasureStrategy> strategies, String value) {
    ErasureStrategy strategy = requireNonNull(strategies.get(column));
    if (catalogue.column(table.name(), column).isWholeNumber()) {
      return Long.toString(masking.number(Long.parseLong(value)));
    }
    OptionalInt length = requireNonNull(table.columns().get(column)).length();
    return masking.text(strategy, value, length).orElse(null);
  }
}
