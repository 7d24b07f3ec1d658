package io.habeas.storeagent.jdbc;

import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Looks for what should be gone, and shares no query with what erased: every table is searched by
 * every value that the vault still grants, without following links from rows that may be gone, and
 * below every retained record for rows that hang on it. Rows with a running retention are lawful,
 * and so are rows that a retained record refers to and that may be somebody else's too.
 */
final class ResidueProbe {
  private final JdbcTemplate jdbc;
  private final StorePlan plan;
  private final Catalogue catalogue;
  private final UUID requestId;
  private final Identifiers identifiers;
  private final LocalDate today;

  ResidueProbe(
      JdbcTemplate jdbc,
      StorePlan plan,
      Catalogue catalogue,
      UUID requestId,
      Identifiers identifiers,
      LocalDate today) {
    this.jdbc = jdbc;
    this.plan = plan;
    this.catalogue = catalogue;
    this.requestId = requestId;
    this.identifiers = identifiers;
    this.today = today;
  }

  /** What is left, empty if nothing. */
  Counts residue() {
    Map<String, Long> residue = new TreeMap<>();
    List<String> keeping =
        jdbc.queryForList(
            "SELECT DISTINCT collection FROM habeas.habeas_retention WHERE request_id = ?",
            String.class,
            requestId);
    for (Table table : plan.tables()) {
      List<Sql> suspicions = new ArrayList<>();
      table.columns().values().forEach(c -> holds(table, c).ifPresent(suspicions::add));
      for (Link link : table.links()) {
        if (keeping.contains(link.from())
            && !Sharing.isPossible(plan, table, link)
            && !Sharing.isPossible(plan, plan.table(link.from()))) {
          suspicions.add(belowRetained(link));
        }
      }
      if (!suspicions.isEmpty()) {
        residue.put(table.name(), count(table, suspicions));
      }
    }
    return new Counts(residue);
  }

  private long count(Table table, List<Sql> suspicions) {
    long found = 0;
    for (Sql suspicion : suspicions) {
      Sql query =
          Sql.of("SELECT count(*) FROM " + catalogue.name(table.name()) + " probed WHERE ")
              .then(suspicion)
              .then(
                  " AND NOT EXISTS (SELECT 1 FROM habeas.habeas_retention lawful"
                      + " WHERE lawful.collection = ? AND lawful.expiry > CAST(? AS date)"
                      + " AND lawful.primary_key = "
                      + catalogue.key("probed", table.name(), table.primaryKey())
                      + ")",
                  table.name(),
                  today);
      found =
          Math.max(
              found,
              Objects.requireNonNull(
                  jdbc.queryForObject(query.text(), Long.class, query.arguments())));
    }
    return found;
  }

  private Optional<Sql> holds(Table table, Column column) {
    LiveColumn live = catalogue.column(table.name(), column.name());
    String left = "probed." + catalogue.quote(column.name());
    List<String> values = column.identifier().map(identifiers::of).orElseGet(List::of);
    if (live.isText()) {
      // More generous than the search that erased: what differs in case or surrounding space only
      // is the person's all the same where the map says that case does not matter.
      boolean generous = column.match() == Match.IGNORE_CASE;
      List<String> wanted =
          values.stream()
              .filter(value -> value.indexOf('\0') < 0)
              .map(value -> generous ? value.strip().toLowerCase(Locale.ROOT) : value)
              .toList();
      return wanted.isEmpty()
          ? Optional.empty()
          : Optional.of(catalogue.dialect().holdsText(left, wanted, generous));
    }
    List<Object> typed =
        values.stream()
            .map(value -> catalogue.dialect().bindable(value, live))
            .flatMap(Optional::stream)
            .toList();
    return typed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Sql(
                "(" + String.join(" OR ", Collections.nCopies(typed.size(), left + " = ?")) + ")",
                typed));
  }

  private Sql belowRetained(Link link) {
    Table parent = plan.table(link.from());
    return Sql.of(
        "EXISTS (SELECT 1 FROM habeas.habeas_retention kept JOIN %s t ON %s WHERE"
                .formatted(
                    catalogue.name(parent.name()),
                    catalogue.isHeld("kept.primary_key", parent.name(), parent.primaryKey()))
            + " kept.request_id = ? AND kept.collection = ? AND "
            + catalogue.same("t", link.fromColumns(), "probed", link.toColumns())
            + ")",
        requestId,
        parent.name());
  }
}
