package io.habeas.storeagent.jdbc;

import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.document.JsonPaths;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What stands in a document where people write, found apart from what changes documents, and more
 * generously: through lists of any depth, and everything below what a path leads to.
 */
final class Written {
  private Written() {}

  /**
   * The values at and below {@code fields} of the document {@code text}, as texts.
   *
   * @param fields of one column, with which their paths begin
   * @throws Resisted if it cannot be read
   */
  static Stream<String> in(String text, List<Field> fields) {
    try {
      JsonNode document = Json.read(text);
      return fields.stream()
          .flatMap(field -> at(document, JsonPaths.names(field.path()), 1))
          .flatMap(Written::below);
    } catch (JacksonException e) {
      // Without the cause, which quotes the document.
      throw new Resisted(
          "Expected documents in %s to be JSON of ordinary depth and size but one is not",
          fields.getFirst().collection());
    }
  }

  private static Stream<JsonNode> at(JsonNode value, List<String> names, int depth) {
    if (value.isArray()) {
      return value.valueStream().flatMap(element -> at(element, names, depth));
    }
    if (depth == names.size()) {
      return Stream.of(value);
    }
    JsonNode inner = value.get(names.get(depth));
    return inner == null ? Stream.empty() : at(inner, names, depth + 1);
  }

  private static Stream<String> below(JsonNode value) {
    return value.isContainer()
        ? value.valueStream().flatMap(Written::below)
        : Stream.of(value.asString());
  }
}
