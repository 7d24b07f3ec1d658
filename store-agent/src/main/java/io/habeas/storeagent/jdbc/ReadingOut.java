package io.habeas.storeagent.jdbc;

import io.habeas.participant.Identifiers;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Withheld;
import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import tools.jackson.databind.JsonNode;

/**
 * Reads a person's rows out, every mapped column of each, as the database itself writes JSON;
 * documents as a whole, but for what the map says is about others. Changes nothing, and holds a few
 * hundred rows at a time: rows come by a cursor.
 */
final class ReadingOut {
  private final JdbcTemplate jdbc;
  private final StorePlan plan;
  private final Identifiers identifiers;

  ReadingOut(JdbcTemplate jdbc, StorePlan plan, Identifiers identifiers) {
    this.jdbc = jdbc;
    this.plan = plan;
    this.identifiers = identifiers;
  }

  /**
   * Within one transaction, so that what was looked at is what is read.
   *
   * @return false, and nothing read, if the rows are not those of one person any more
   */
  boolean readOut(SubjectRows rows, RecordSink records) {
    if (new Locating(jdbc, plan, identifiers).locate(rows).ambiguous()) {
      return false;
    }
    return rows.catalogue()
        .dialect()
        .streaming(
            jdbc,
            () -> {
              plan.tables().forEach(table -> readOut(table, rows, records));
              return true;
            });
  }

  private void readOut(Table table, SubjectRows rows, RecordSink records) {
    Optional<Sql> keys = rows.keys(table);
    if (keys.isEmpty()) {
      return;
    }
    Catalogue catalogue = rows.catalogue();
    Sql ordered =
        rows.from(table, keys.get()).then(" ORDER BY " + catalogue.names("t", table.primaryKey()));
    Sql select =
        catalogue
            .dialect()
            .json(
                catalogue.columns(table.name(), List.copyOf(table.columns().keySet())),
                withheld(table),
                Rectifying.statements(jdbc, catalogue, table),
                ordered);
    List<Field> aboutOthers =
        table.inDocuments().stream()
            .filter(field -> field.column().disclosure().thirdParty().isPresent())
            .filter(field -> !isWithheld(table, field))
            .toList();
    RowCallbackHandler oneByOne =
        row ->
            records.add(
                table.name(), withoutOthers(Objects.requireNonNull(row.getString(1)), aboutOthers));
    jdbc.query(select.text(), oneByOne, select.arguments());
  }

  /** What in documents is about other people is named, and left out (Art. 15(4)). */
  private static String withoutOthers(String record, List<Field> aboutOthers) {
    if (aboutOthers.isEmpty()) {
      return record;
    }
    JsonNode shown = Json.read(record);
    for (Field field : aboutOthers) {
      JsonNode mark =
          Json.object()
              .put(Withheld.MARK, Withheld.OTHER_PEOPLE)
              .put(Withheld.REASON, field.column().disclosure().thirdParty().orElseThrow());
      shown = InDocuments.changed(shown, field, value -> value.isNull() ? value : mark);
    }
    return Json.write(shown);
  }

  private static boolean isWithheld(Table table, Field field) {
    return withheld(table).contains(InDocuments.column(field));
  }

  /** What is about other people too (Art. 15(4)). */
  private static Set<String> withheld(Table table) {
    return table.columns().values().stream()
        .filter(column -> column.disclosure().thirdParty().isPresent())
        .map(Column::name)
        .collect(Collectors.toSet());
  }
}
