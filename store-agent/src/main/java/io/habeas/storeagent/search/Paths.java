package io.habeas.storeagent.search;

import io.habeas.storeagent.plan.DocumentPlan.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows the path of a field into a document, exactly as the map says: a list where the map has
 * none, or none where it has one, is a {@link ShapeMismatch}. To the cluster one value and a list
 * with one are the same; to whoever tells people apart they are not.
 */
final class Paths {
  private Paths() {}

  /** The values of {@code field} in {@code document}, nulls left out. */
  static List<JsonNode> values(ObjectNode document, Field field) {
    List<JsonNode> values = new ArrayList<>();
    new Walk(field, value -> keep(field, value, values)).into(document, 0);
    return values;
  }

  /** The same within one element of {@code list}, in which {@code field} is. */
  static List<JsonNode> valuesIn(JsonNode element, String list, Field field) {
    List<JsonNode> values = new ArrayList<>();
    new Walk(field, value -> keep(field, value, values)).into(element, depth(list));
    return values;
  }

  /** {@code element} of {@code list} with {@code change} made to every value of {@code field}. */
  static JsonNode changedIn(
      JsonNode element, String list, Field field, UnaryOperator<JsonNode> change) {
    return new Walk(field, change).into(element, depth(list));
  }

  /** {@code document} with {@code change} made to every value of {@code field}. */
  static ObjectNode changed(ObjectNode document, Field field, UnaryOperator<JsonNode> change) {
    return (ObjectNode) new Walk(field, change).into(document, 0);
  }

  /** What is at {@code path}, to which no list leads; null if nothing is. */
  static @Nullable JsonNode at(ObjectNode document, String path) {
    JsonNode value = document;
    for (String name : names(path)) {
      if (value != null && value.isArray()) {
        throw new ShapeMismatch(path, "in no list");
      }
      if (!(value instanceof ObjectNode object)) {
        return null;
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
    return List.of(path.split("\\."));
  }

  private static int depth(String path) {
    return names(path).size();
  }

  private static JsonNode keep(Field field, JsonNode value, List<JsonNode> values) {
    if (value.isArray()) {
      throw new ShapeMismatch(field.name(), "one value");
    }
    if (!value.isNull()) {
      values.add(value);
    }
    return value;
  }

  /** One walk along one path, which changes what is at its end. */
  private record Walk(Field field, UnaryOperator<JsonNode> change) {

    /**
     * @param value what is at the first {@code depth} names of the path
     */
    JsonNode at(JsonNode value, int depth) {
      String path = String.join(".", names().subList(0, depth));
      if (!field.lists().contains(path)) {
        // A list at the very end is a value like any other, for whoever changes it to judge.
        if (value.isArray() && depth < names().size()) {
          throw new ShapeMismatch(field.collection() + "." + path, "in no list");
        }
        return into(value, depth);
      }
      if (value.isNull()) {
        return value;
      }
      if (!value.isArray()) {
        throw new ShapeMismatch(field.collection() + "." + path, "a list");
      }
      ArrayNode changed = Json.array();
      value.forEach(element -> changed.add(into(element, depth)));
      return changed;
    }

    /**
     * @param value the same, or one element of it
     */
    JsonNode into(JsonNode value, int depth) {
      if (depth == names().size()) {
        return change.apply(value);
      }
      if (value.isArray()) {
        throw new ShapeMismatch(field.name(), "in no list of lists");
      }
      String name = names().get(depth);
      if (!(value instanceof ObjectNode document)) {
        return value;
      }
      refuseDotted(document, depth);
      JsonNode inner = document.get(name);
      if (inner == null) {
        return value;
      }
      JsonNode changed = at(inner, depth + 1);
      if (changed.equals(inner)) {
        return document;
      }
      ObjectNode copy = document.objectNode();
      document.properties().forEach(e -> copy.set(e.getKey(), e.getValue()));
      copy.set(name, changed);
      return copy;
    }

    /** The cluster takes {@code {"a.b": 1}} for {@code {"a": {"b": 1}}}. */
    private void refuseDotted(ObjectNode document, int depth) {
      StringBuilder name = new StringBuilder(names().get(depth));
      for (int next = depth + 1; next < names().size(); next++) {
        name.append('.').append(names().get(next));
        if (document.has(name.toString())) {
          throw new ShapeMismatch(field.name(), "written as objects in objects, without dots");
        }
      }
    }

    private List<String> names() {
      return Paths.names(field.path());
    }
  }
}
