package io.habeas.storeagent.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON objects that are kept as strings. Values are found by paths: names joined by dots. */
final class JsonObjects {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonObjects() {}

  /** The object; empty if it is none. */
  static Optional<ObjectNode> read(String bytes) {
    return any(bytes)
        .flatMap(node -> node instanceof ObjectNode o ? Optional.of(o) : Optional.empty());
  }

  /** Whatever JSON it is; empty if it is none. */
  static Optional<JsonNode> any(String bytes) {
    try {
      return Bytes.text(bytes).map(MAPPER::readTree).filter(node -> !node.isMissingNode());
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  static String write(ObjectNode object) {
    return Bytes.of(MAPPER.writeValueAsString(object));
  }

  /** A line of a copy. */
  static String line(Map<String, @Nullable Object> values) {
    return MAPPER.writeValueAsString(values);
  }

  /** The single value at {@code path}, as bytes; empty if there is none. */
  static Optional<String> value(String object, String path) {
    return read(object).flatMap(node -> value(node, path)).map(Bytes::of);
  }

  private static Optional<String> value(ObjectNode object, String path) {
    JsonNode at = object;
    for (String name : path.split("\\.", -1)) {
      at = at.path(name);
    }
    return at.isValueNode() && !at.isNull() ? Optional.of(at.asString()) : Optional.empty();
  }

  /** All values that are no object, by path; a list is one value. */
  static Map<String, JsonNode> leaves(ObjectNode object) {
    Map<String, JsonNode> leaves = new LinkedHashMap<>();
    collect("", object, leaves);
    return leaves;
  }

  private static void collect(String before, ObjectNode object, Map<String, JsonNode> leaves) {
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      if (property.getValue() instanceof ObjectNode inner && !inner.isEmpty()) {
        collect(before + property.getKey() + ".", inner, leaves);
      } else {
        leaves.put(before + property.getKey(), property.getValue());
      }
    }
  }

  /**
   * Puts {@code text} at {@code path}: as a number or truth value where there was one and it is
   * one, else as text; null for JSON's null.
   */
  static void put(ObjectNode object, String path, @Nullable String text) {
    if (text == null) {
      put(object, path, MAPPER.getNodeFactory().nullNode());
      return;
    }
    JsonNode before = object;
    for (String name : path.split("\\.", -1)) {
      before = before.path(name);
    }
    Optional<JsonNode> literal =
        before.isNumber() || before.isBoolean()
            ? any(Bytes.of(text)).filter(node -> node.isNumber() || node.isBoolean())
            : Optional.empty();
    put(object, path, literal.orElseGet(() -> MAPPER.getNodeFactory().stringNode(text)));
  }

  /** Puts {@code value} at {@code path}. */
  static void put(ObjectNode object, String path, JsonNode value) {
    List<String> names = new ArrayList<>(List.of(path.split("\\.", -1)));
    String last = names.removeLast();
    ObjectNode inner = object;
    for (String name : names) {
      inner = inner.get(name) instanceof ObjectNode there ? there : inner.putObject(name);
    }
    inner.set(last, value);
  }

  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Takes away what is at {@code path}. */
  static void remove(ObjectNode object, String path) {
    int dot = path.lastIndexOf('.');
    if (dot < 0) {
      object.remove(path);
      return;
    }
    JsonNode at = object;
    for (String name : path.substring(0, dot).split("\\.", -1)) {
      at = at.path(name);
    }
    if (at instanceof ObjectNode inner) {
      inner.remove(path.substring(dot + 1));
    }
  }
}
