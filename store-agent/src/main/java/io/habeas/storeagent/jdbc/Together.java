package io.habeas.storeagent.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Several queries for one value each, in one round trip: for small tables that is what counts. */
final class Together {
  /** What a statement is still easily planned with. */
  private static final int MOST = 40;

  private Together() {}

  /** The value of each query as a text, in their order; null for NULL or no row. */
  static List<@Nullable String> values(JdbcTemplate jdbc, List<Sql> queries) {
    List<@Nullable String> values = new ArrayList<>();
    for (int from = 0; from < queries.size(); from += MOST) {
      List<Sql> some = queries.subList(from, Math.min(queries.size(), from + MOST));
      Sql all =
          Sql.of("SELECT ")
              .then(
                  Sql.join(
                      ", ",
                      some.stream().map(query -> Sql.of("(").then(query).then(")")).toList()));
      jdbc.query(
          all.text(),
          row -> {
            for (int i = 1; i <= some.size(); i++) {
              values.add(row.getString(i));
            }
          },
          all.arguments());
    }
    return values;
  }

  /** The number that each query counts. */
  static List<Long> counts(JdbcTemplate jdbc, List<Sql> queries) {
    return values(jdbc, queries).stream()
        .map(value -> Long.valueOf(Objects.requireNonNull(value)))
        .toList();
  }
}
