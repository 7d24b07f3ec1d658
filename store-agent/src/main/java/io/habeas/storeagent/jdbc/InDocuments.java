package io.habeas.storeagent.jdbc;

import static java.util.stream.Collectors.joining;

import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.document.JsonPaths;
import io.habeas.storeagent.document.ShapeMismatch;
import io.habeas.storeagent.jdbc.Catalogue.LiveColumn;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.StorePlan.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Changes what is inside of documents that columns hold, within the current transaction. A document
 * comes here, one chunk of rows at a time, is changed along the paths of the map and written back
 * as a whole: what is not on a path stays the same to the digit. Nobody else can have changed it
 * meanwhile, since the transaction either holds what it has read or fails ({@link
 * Dialect#writingIsolation}).
 *
 * <p>A document that is not as the map says changes nothing at all ({@link Resisted}): what a path
 * does not reach would be left.
 */
final class InDocuments {
  private final JdbcTemplate jdbc;
  private final Catalogue catalogue;

  InDocuments(JdbcTemplate jdbc, Catalogue catalogue) {
    this.jdbc = jdbc;
    this.catalogue = catalogue;
  }

  /**
   * Makes {@code changes} to those of {@code targets} of which {@code where} holds, which begins
   * with AND.
   *
   * @return how many of these rows have something in one of the fields
   * @throws Resisted if a document is not as the map says, or the database does not take a change
   */
  long change(Targets targets, Map<Field, UnaryOperator<JsonNode>> changes, Sql where) {
    Table table = targets.table();
    List<Document> documents = new ArrayList<>();
    table
        .documents()
        .forEach(
            (name, fields) -> {
              List<Field> changed = fields.stream().filter(changes::containsKey).toList();
              if (!changed.isEmpty()) {
                documents.add(new Document(catalogue.column(table.name(), name), changed));
              }
            });
    long[] holding = {0};
    if (!documents.isEmpty()) {
      targets.each(rows -> holding[0] += change(table, documents, changes, rows.then(where)));
    }
    return holding[0];
  }

  private long change(
      Table table,
      List<Document> documents,
      Map<Field, UnaryOperator<JsonNode>> changes,
      Sql rows) {
    Dialect dialect = catalogue.dialect();
    List<LiveColumn> key = catalogue.columns(table.name(), table.primaryKey());
    String names =
        Stream.concat(documents.stream().map(Document::column), key.stream())
            .map(column -> dialect.text("t." + catalogue.quote(column.name()), column))
            .collect(joining(", "));
    Sql select = Sql.of("SELECT " + names + " FROM ").then(rows);
    int width = documents.size() + key.size();
    List<@Nullable Object[]> changed = new ArrayList<>();
    long[] holding = {0};
    RowCallbackHandler oneByOne =
        row -> {
          @Nullable Object[] values = new @Nullable Object[width];
          boolean differs = false;
          boolean[] held = {false};
          for (int i = 0; i < width; i++) {
            String text = row.getString(i + 1);
            String becomes =
                i < documents.size() && text != null
                    ? changed(table, documents.get(i), changes, text, held)
                    : text;
            differs |= !Objects.equals(becomes, text);
            values[i] = becomes;
          }
          holding[0] += held[0] ? 1 : 0;
          if (differs) {
            changed.add(values);
          }
        };
    jdbc.query(select.text(), oneByOne, select.arguments());
    write(table, documents, key, changed);
    return holding[0];
  }

  /** The same text if nothing in it changes. */
  private static String changed(
      Table table,
      Document document,
      Map<Field, UnaryOperator<JsonNode>> changes,
      String text,
      boolean[] held) {
    String column = document.column().name();
    JsonNode before = read(table.name(), column, text);
    JsonNode after = before;
    for (Field field : document.fields()) {
      UnaryOperator<JsonNode> change = Objects.requireNonNull(changes.get(field));
      UnaryOperator<JsonNode> noting =
          value -> {
            held[0] |= !value.isNull();
            return change.apply(value);
          };
      JsonNode so = after;
      after = orResisted(() -> JsonPaths.PLAIN.changedAt(so, column, field, noting));
    }
    return after.equals(before) ? text : Json.write(after);
  }

  private void write(
      Table table,
      List<Document> documents,
      List<LiveColumn> key,
      List<@Nullable Object[]> changed) {
    if (changed.isEmpty()) {
      return;
    }
    Dialect dialect = catalogue.dialect();
    String sets =
        documents.stream()
            .map(
                document ->
                    dialect.target(document.column().name())
                        + " = "
                        + dialect.assigned("?", document.column()))
            .collect(joining(", "));
    String same =
        key.stream()
            .map(
                column ->
                    "t." + catalogue.quote(column.name()) + " = " + dialect.typed("?", column))
            .collect(joining(" AND "));
    int[] written =
        jdbc.batchUpdate(
            "UPDATE " + catalogue.name(table.name()) + " t SET " + sets + " WHERE " + same,
            changed);
    for (int rows : written) {
      // A driver that sends a batch at once may not say how many rows each of it was.
      if (rows == 0) {
        throw new Resisted(
            "Expected to change documents in %d rows of %s but not all were",
            changed.size(), table.name());
      }
    }
  }

  /** {@code record}, a row in JSON, with {@code change} made to every value of {@code field}. */
  static JsonNode changed(JsonNode record, Field field, UnaryOperator<JsonNode> change) {
    return orResisted(() -> JsonPaths.PLAIN.changed(record, field, change));
  }

  /** The column that holds the documents which have {@code field}. */
  static String column(Field field) {
    return JsonPaths.names(field.path()).getFirst();
  }

  private static <T> T orResisted(Supplier<T> looking) {
    try {
      return looking.get();
    } catch (ShapeMismatch e) {
      throw new Resisted("%s", Objects.requireNonNull(e.getMessage()));
    }
  }

  private static JsonNode read(String table, String column, String text) {
    try {
      return Json.read(text);
    } catch (JacksonException e) {
      // Without the cause, which quotes the document.
      throw new Resisted(
          "Expected documents in %s.%s to be JSON of ordinary depth and size but one is not",
          table, column);
    }
  }

  /**
   * Documents in one column.
   *
   * @param fields those of them that are changed
   */
  private record Document(LiveColumn column, List<Field> fields) {}
}
