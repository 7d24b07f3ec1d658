package io.habeas.storeagent.jdbc;

import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.storeagent.connector.FreeText;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Link;
import io.habeas.storeagent.plan.StorePlan.Table;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Looks for what should be gone, and shares no query with what erased: every table is searched by
 * every value that the vault still grants, without following links from rows that may be gone, and
 * below every retained record for rows that hang on it. Rows with a running retention are lawful,
 * but for columns from which what they hold should be removed meanwhile, and so are rows that a
 * retained record refers to and that may be somebody else's too.
 */
final class ResidueProbe {
  /** What forms and imports leave around a value. */
  private static final List<String> AROUND = List.of("", " ", "  ", "\t", "\n", "\r\n", "\u00a0");

  /** What JSON may write with a backslash that is no number of a character. */
  private static final Pattern ESCAPED = Pattern.compile("[\"\\\\/\\p{Cntrl}]");

  private final JdbcTemplate jdbc;
  private final StorePlan plan;
  private final Catalogue catalogue;
  private final UUID requestId;
  private final Identifiers identifiers;
  private final Sql lawful;

  ResidueProbe(
      JdbcTemplate jdbc,
      StorePlan plan,
      Catalogue catalogue,
      UUID requestId,
      Identifiers identifiers,
      Sql lawful) {
    this.jdbc = jdbc;
    this.plan = plan;
    this.catalogue = catalogue;
    this.requestId = requestId;
    this.identifiers = identifiers;
    this.lawful = lawful;
  }

  /** What is left, empty if nothing. */
  Counts residue() {
    Map<String, Long> residue = new TreeMap<>();
    List<String> keeping = keeping();
    List<String> names = new ArrayList<>();
    List<Sql> queries = new ArrayList<>();
    for (Table table : plan.tables()) {
      for (Sql suspicion : suspicions(table, keeping)) {
        names.add(table.name());
        queries.add(
            Sql.of("SELECT count(*) FROM " + catalogue.name(table.name()) + " probed WHERE ")
                .then(suspicion));
      }
      residue.merge(table.name(), mentions(table), Math::max);
    }
    List<Long> counts = Together.counts(jdbc, queries);
    for (int i = 0; i < names.size(); i++) {
      residue.merge(names.get(i), counts.get(i), Math::max);
    }
    return new Counts(residue);
  }

  /** Tables of which rows are kept for this request, as far as others hang on them. */
  private List<String> keeping() {
    boolean any =
        plan.tables().stream()
            .flatMap(table -> table.links().stream())
            .anyMatch(link -> plan.table(link.from()).treatment() instanceof Treatment.Retain);
    return any
        ? jdbc.queryForList(
            "SELECT DISTINCT collection FROM habeas.habeas_retention WHERE request_id = ?",
            String.class,
            requestId)
        : List.of();
  }

  private List<Sql> suspicions(Table table, List<String> keeping) {
    List<Sql> suspicions = new ArrayList<>();
    table
        .columns()
        .values()
        .forEach(
            column ->
                holds(table, column)
                    .map(held -> held.then(unlawful(table, column.name())))
                    .ifPresent(suspicions::add));
    for (Link link : table.links()) {
      if (keeping.contains(link.from())
          && !link.shared()
          && !SharedRows.arePossible(plan.table(link.from()))) {
        suspicions.add(belowRetained(link).then(unlawful(table)));
      }
    }
    return suspicions;
  }

  /** Rows in which people wrote an identifier of the person's, where the map says they may have. */
  private long mentions(Table table) {
    List<String> sought = FreeText.sought(identifiers);
    if (sought.isEmpty()) {
      return 0;
    }
    List<Pattern> patterns = sought.stream().map(FreeText::pattern).toList();
    long found = 0;
    for (Column column : table.columns().values()) {
      if (column.freeText()) {
        found +=
            mentions(
                table,
                column.name(),
                sought,
                false,
                unlawful(table, column.name()),
                text -> mentions(patterns, text));
      }
    }
    for (Map.Entry<String, List<Field>> document : table.documents().entrySet()) {
      List<Field> fields =
          document.getValue().stream().filter(field -> field.column().freeText()).toList();
      List<Field> severed =
          fields.stream().filter(field -> isSevered(table, field.column().name())).toList();
      List<Field> kept = fields.stream().filter(field -> !severed.contains(field)).toList();
      found += mentions(table, document.getKey(), severed, sought, patterns, Sql.NOTHING);
      found += mentions(table, document.getKey(), kept, sought, patterns, unlawful(table));
    }
    return found;
  }

  /** The same of fields within JSON. */
  private long mentions(
      Table table,
      String column,
      List<Field> fields,
      List<String> sought,
      List<Pattern> patterns,
      Sql unlawful) {
    return fields.isEmpty()
        ? 0
        : mentions(
            table,
            column,
            sought,
            true,
            unlawful,
            text -> Written.in(text, fields).anyMatch(within -> mentions(patterns, within)));
  }

  private static boolean mentions(List<Pattern> patterns, String text) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(text).find());
  }

  /**
   * @param escaped whether the text is JSON, in which any character may be written as a number
   * @param unlawful which rows may not mention anybody
   * @param mentioning whether a candidate is one
   */
  private long mentions(
      Table table,
      String column,
      List<String> sought,
      boolean escaped,
      Sql unlawful,
      Predicate<String> mentioning) {
    LiveColumn live = catalogue.column(table.name(), column);
    String text = catalogue.dialect().text("probed." + catalogue.quote(column), live);
    Sql query =
        Sql.of("SELECT %s FROM %s probed WHERE ".formatted(text, catalogue.name(table.name())))
            .then(containing(text, sought, escaped))
            .then(unlawful);
    AtomicLong found = new AtomicLong();
    RowCallbackHandler oneByOne =
        row -> {
          if (mentioning.test(String.valueOf(row.getString(1)))) {
            found.incrementAndGet();
          }
        };
    jdbc.query(query.text(), oneByOne, query.arguments());
    return found.get();
  }

  /** Candidates only: whether it stands there by itself is seen when the text is here. */
  private static Sql containing(String text, List<String> sought, boolean escaped) {
    List<Object> forms = new ArrayList<>();
    sought.stream()
        .map(value -> value.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0"))
        .forEach(value -> forms.add("%" + value + "%"));
    if (escaped) {
      boolean any = sought.stream().anyMatch(value -> ESCAPED.matcher(value).find());
      forms.add(any ? "%\\%" : "%\\u%");
    }
    return new Sql(
        "("
            + String.join(
                " OR ", Collections.nCopies(forms.size(), "lower(" + text + ") LIKE ? ESCAPE '!'"))
            + ")",
        forms);
  }

  /** What is kept may be there, but not in a column from which it should have been removed. */
  private Sql unlawful(Table table, String column) {
    return isSevered(table, column) ? Sql.NOTHING : unlawful(table);
  }

  /** Whether nothing of it is left in rows that are kept either. */
  private static boolean isSevered(Table table, String column) {
    return table.treatment() instanceof Treatment.Retain kept && kept.severs(column);
  }

  private Sql unlawful(Table table) {
    return Sql.of(
            " AND NOT EXISTS (SELECT 1 FROM habeas.habeas_retention lawful"
                + " WHERE lawful.collection = ? AND lawful.primary_key = "
                + catalogue.key("probed", table.name(), table.primaryKey())
                + " AND ",
            table.name())
        .then(lawful)
        .then(")");
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
              .flatMap(value -> generous ? forms(value) : Stream.of(value))
              .distinct()
              .toList();
      return wanted.isEmpty()
          ? Optional.empty()
          : Optional.of(catalogue.dialect().holdsText(left, live, wanted, generous));
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

  /** A value in lower case with whatever may surround it, so that an index finds each. */
  private static Stream<String> forms(String value) {
    String bare = value.strip().toLowerCase(Locale.ROOT);
    return AROUND.stream().flatMap(before -> AROUND.stream().map(after -> before + bare + after));
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
