package io.habeas.storeagent.jdbc;

import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Located;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Counts a person's rows, and reads identifiers from columns that may be yielded. Changes nothing.
 */
final class Locating {
  private final JdbcTemplate jdbc;
  private final StorePlan plan;
  private final Identifiers identifiers;

  Locating(JdbcTemplate jdbc, StorePlan plan, Identifiers identifiers) {
    this.jdbc = jdbc;
    this.plan = plan;
    this.identifiers = identifiers;
  }

  Located locate(SubjectRows rows) {
    List<Table> tables = new ArrayList<>();
    List<Found> found = new ArrayList<>();
    List<Sql> queries = new ArrayList<>();
    for (Table table : plan.tables()) {
      Optional<Sql> keys = rows.keys(table);
      if (keys.isPresent()) {
        tables.add(table);
        queries.add(Sql.of("SELECT count(*) FROM (").then(keys.get()).then(") k"));
      }
    }
    int counts = queries.size();
    for (Table table : tables) {
      for (Column column : table.columns().values()) {
        if (column.verified() && column.unique() && column.identifier().isPresent()) {
          found.add(new Found(table, column));
          // Least and greatest are enough to know that there is more than one.
          queries.add(value("min", table, column, rows));
          queries.add(value("max", table, column, rows));
        }
      }
    }
    List<@Nullable String> values = Together.values(jdbc, queries);
    Map<String, Long> holdings = new TreeMap<>();
    boolean ambiguous = false;
    for (int i = 0; i < counts; i++) {
      long count = Long.parseLong(Objects.requireNonNull(values.get(i)));
      holdings.put(tables.get(i).name(), count);
      // One person has one row here; a second one is another person's, or should not exist.
      ambiguous |= tables.get(i).onePerPerson() && count > 1;
    }
    List<YieldedIdentifier> yields = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      String least = values.get(counts + 2 * i);
      String greatest = values.get(counts + 2 * i + 1);
      if (least != null && greatest != null) {
        ambiguous |= contradicts(found.get(i), least, greatest, yields);
      }
    }
    return new Located(new Counts(holdings), ambiguous ? List.of() : yields, ambiguous);
  }

  static long count(JdbcTemplate jdbc, Sql keys) {
    return Together.counts(jdbc, List.of(Sql.of("SELECT count(*) FROM (").then(keys).then(") k")))
        .getFirst();
  }

  /** A column whose values are identifiers of one person. */
  private record Found(Table table, Column column) {}

  private static Sql value(String which, Table table, Column column, SubjectRows rows) {
    Catalogue catalogue = rows.catalogue();
    String text =
        catalogue
            .dialect()
            .text(
                "t." + catalogue.quote(column.name()),
                catalogue.column(table.name(), column.name()));
    return Sql.of("SELECT " + which + "(" + text + ") FROM ")
        .then(rows.from(table, rows.keys(table).orElseThrow()));
  }

  /** Adds the value to {@code yields}; true if it contradicts what is known. */
  private boolean contradicts(
      Found found, String value, String other, List<YieldedIdentifier> yields) {
    Column column = found.column();
    String type = column.identifier().orElseThrow();
    List<String> known = identifiers.of(type);
    if (!value.equals(other)
        || (!known.isEmpty() && known.stream().noneMatch(k -> same(column, value, k)))) {
      return true;
    }
    if (column.yields()) {
      yields.add(new YieldedIdentifier(type, value, found.table().name() + "." + column.name()));
    }
    return false;
  }

  private static boolean same(Column column, String value, String other) {
    return column.match() == Match.IGNORE_CASE
        ? value.equalsIgnoreCase(other)
        : value.equals(other);
  }
}
