package io.habeas.storeagent.processor.rest;

import io.habeas.participant.WaitReason;
import io.habeas.storeagent.processor.ProcessorFailure;
import io.habeas.storeagent.processor.ProcessorFailure.Trace;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Reads answers as a definition says. */
final class Answers {
  private Answers() {}

  /** The value at a place; empty if there is none, or null. */
  static Optional<String> text(JsonNode node, String pointer) {
    JsonNode found = node.at(JsonPointer.compile(pointer));
    return found.isValueNode() && !found.isNull()
        ? Optional.of(found.asString()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  /**
   * The list at a place; null counts as an empty one.
   *
   * @throws ProcessorFailure if something else is there, or nothing
   */
  static JsonNode list(JsonNode node, String pointer) {
    JsonNode found = node.at(JsonPointer.compile(pointer));
    if (!found.isArray() && !found.isNull()) {
      throw malformed("a list that is not there");
    }
    return found;
  }

  /** Whether a record has everything that it must have. */
  static boolean matches(
      JsonNode record, Map<String, JsonNode> where, Variables values, boolean ignoreCase) {
    return where.entrySet().stream()
        .allMatch(
            entry ->
                Template.fill(entry.getValue(), values)
                    .filter(
                        wanted ->
                            has(
                                record.at(JsonPointer.compile(entry.getKey())),
                                fold(wanted.asString(), ignoreCase),
                                ignoreCase))
                    .isPresent());
  }

  private static boolean has(JsonNode node, String wanted, boolean ignoreCase) {
    if (node.isArray()) {
      for (JsonNode item : node) {
        if (has(item, wanted, ignoreCase)) {
          return true;
        }
      }
      return false;
    }
    return node.isValueNode() && !node.isNull() && fold(node.asString(), ignoreCase).equals(wanted);
  }

  private static String fold(String text, boolean ignoreCase) {
    return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
  }

  static ProcessorFailure malformed(String what) {
    return new ProcessorFailure(WaitReason.STORE_UNAVAILABLE, Trace.UNKNOWN, what);
  }
}
