package io.habeas.storeagent.jdbc;

import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Located;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
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
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Counts a person's rows, and reads identifiers from columns that may be yielded. Changes nothing.
 */
final class Locating {
  /** Two are enough to know that there is more than one. */
  private static final int ENOUGH = 2;

  private final JdbcTemplate jdbc;
  private final StorePlan plan;
  private final Identifiers identifiers;

  Locating(JdbcTemplate jdbc, StorePlan plan, Identifiers identifiers) {
    this.jdbc = jdbc;
    this.plan = plan;
    this.identifiers = identifiers;
  }

  Located locate(SubjectRows rows) {
    Map<String, Long> holdings = new TreeMap<>();
    List<YieldedIdentifier> yields = new ArrayList<>();
    boolean ambiguous = false;
    for (Table table : plan.tables()) {
      Optional<Sql> keys = rows.keys(table);
      if (keys.isEmpty()) {
        continue;
      }
      long count = count(jdbc, keys.get());
      holdings.put(table.name(), count);
      // One person has one row here; a second one is another person's, or should not exist.
      ambiguous |= table.onePerPerson() && count > 1;
      if (count > 0) {
        for (Column column : table.columns().values()) {
          if (column.verified() && column.unique() && column.identifier().isPresent()) {
            ambiguous |= contradicts(table, column, rows, keys.get(), yields);
          }
        }
      }
    }
    return new Located(new Counts(holdings), ambiguous ? List.of() : yields, ambiguous);
  }

  static long count(JdbcTemplate jdbc, Sql keys) {
    Sql count = Sql.of("SELECT count(*) FROM (").then(keys).then(") k");
    return Objects.requireNonNull(jdbc.queryForObject(count.text(), Long.class, count.arguments()));
  }

  /** Adds the column's value to {@code yields}; true if it contradicts what is known. */
  private boolean contradicts(
      Table table, Column column, SubjectRows rows, Sql keys, List<YieldedIdentifier> yields) {
    Catalogue catalogue = rows.catalogue();
    LiveColumn live = catalogue.column(table.name(), column.name());
    String name = "t." + catalogue.quote(column.name());
    Sql select =
        Sql.of("SELECT DISTINCT " + catalogue.dialect().text(name, live) + " FROM ")
            .then(rows.from(table, keys))
            .then(" WHERE " + name + " IS NOT NULL LIMIT " + ENOUGH);
    List<String> values = jdbc.queryForList(select.text(), String.class, select.arguments());
    String type = column.identifier().orElseThrow();
    List<String> known = identifiers.of(type);
    if (values.size() > 1) {
      return true;
    }
    for (String value : values) {
      if (!known.isEmpty() && known.stream().noneMatch(other -> same(column, value, other))) {
        return true;
      }
      if (column.yields()) {
        yields.add(new YieldedIdentifier(type, value, table.name() + "." + column.name()));
      }
    }
    return false;
  }

  private static boolean same(Column column, String value, String other) {
    return column.match() == Match.IGNORE_CASE
        ? value.equalsIgnoreCase(other)
        : value.equals(other);
  }
}
