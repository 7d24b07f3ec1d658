package io.habeas.storeagent.search;

import io.habeas.storeagent.document.JsonPaths;
import io.habeas.storeagent.document.ShapeMismatch;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows the path of a field into a document, exactly as the map says: a list where the map has
 * none, or none where it has one, is a {@link ShapeMismatch}. To the cluster one value and a list
 * with one are the same; to whoever tells people apart they are not.
 */
final class Paths {
  private static final JsonPaths PATHS = new JsonPaths(Paths::refuseDotted);

  private Paths() {}

  /** The values of {@code field} in {@code document}, nulls left out. */
  static List<JsonNode> values(ObjectNode document, Field field) {
    return PATHS.values(document, field);
  }

  /** The same within one element of {@code list}, in which {@code field} is. */
  static List<JsonNode> valuesIn(JsonNode element, String list, Field field) {
    return PATHS.valuesIn(element, list, field);
  }

  /** {@code element} of {@code list} with {@code change} made to every value of {@code field}. */
  static JsonNode changedIn(
      JsonNode element, String list, Field field, UnaryOperator<JsonNode> change) {
    return PATHS.changedIn(element, list, field, change);
  }

  /** {@code document} with {@code change} made to every value of {@code field}. */
  static ObjectNode changed(ObjectNode document, Field field, UnaryOperator<JsonNode> change) {
    return (ObjectNode) PATHS.changed(document, field, change);
  }

  /** What is at {@code path}, to which no list leads; null if nothing is. */
  static @Nullable JsonNode at(ObjectNode document, String path) {
    JsonNode value = document;
    for (String name : names(path)) {
      if (value != null && value.isArray()) {
        throw new ShapeMismatch(path, "in no list");
      }
      if (value == null || value.isNull()) {
        return null;
      }
      if (!(value instanceof ObjectNode object)) {
        throw new ShapeMismatch(path, "within an object");
      }
      value = object.get(name);
    }
    return value;
  }

  /** {@code document} with {@code value} where {@link #at} finds something. */
  static ObjectNode with(ObjectNode document, String path, JsonNode value) {
    ObjectNode copy = document.deepCopy();
    List<String> names = names(path);
    ObjectNode parent = copy;
    for (String name : names.subList(0, names.size() - 1)) {
      parent = parent.get(name) instanceof ObjectNode inner ? inner : parent.putObject(name);
    }
    parent.set(names.getLast(), value);
    return copy;
  }

  /** The elements of the list at {@code path}; none if there is no list. */
  static List<JsonNode> elements(ObjectNode document, String path) {
    JsonNode value = at(document, path);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw new ShapeMismatch(path, "a list");
    }
    List<JsonNode> elements = new ArrayList<>();
    value.forEach(elements::add);
    return elements;
  }

  static List<String> names(String path) {
    return JsonPaths.names(path);
  }

  /** The cluster takes {@code {"a.b": 1}} for {@code {"a": {"b": 1}}}. */
  private static void refuseDotted(ObjectNode document, Field field, int depth) {
    List<String> names = names(field.path());
    StringBuilder name = new StringBuilder(names.get(depth));
    for (int next = depth + 1; next < names.size(); next++) {
      name.append('.').append(names.get(next));
      if (document.has(name.toString())) {
        throw new ShapeMismatch(field.name(), "written as objects in objects, without dots");
      }
    }
  }
}
