package io.habeas.storeagent.document;

import io.habeas.storeagent.plan.DocumentPlan.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows the path of a field into a document, exactly as the map says: a list where the map has
 * none, or none where it has one, is a {@link ShapeMismatch}. What is not on the path stays as it
 * is, and what is not there is not brought into being.
 */
public final class JsonPaths {
  /** Of documents in which a name is a name, whatever is in it. */
  public static final JsonPaths PLAIN = new JsonPaths((document, field, depth) -> {});

  private final Passing passing;

  /** Looks at every object on the way of a path. */
  @FunctionalInterface
  public interface Passing {
    /**
     * @param depth how many names of the path led to {@code document}
     * @throws ShapeMismatch if {@code document} is not to be gone through
     */
    void through(ObjectNode document, Field field, int depth);
  }

  /**
   * @param passing looks at every object on the way
   */
  public JsonPaths(Passing passing) {
    this.passing = passing;
  }

  /** The names of {@code path}, outermost first. */
  public static List<String> names(String path) {
    return List.of(path.split("\\."));
  }

  /** The values of {@code field} in {@code document}, nulls left out. */
  public List<JsonNode> values(JsonNode document, Field field) {
    return values(document, 0, field);
  }

  /** The same within one element of {@code list}, in which {@code field} is. */
  public List<JsonNode> valuesIn(JsonNode element, String list, Field field) {
    return values(element, depth(list), field);
  }

  private List<JsonNode> values(JsonNode value, int depth, Field field) {
    List<JsonNode> values = new ArrayList<>();
    new Walk(field, inner -> keep(field, inner, values), false).into(value, depth);
    return values;
  }

  /** {@code document} with {@code change} made to every value of {@code field}. */
  public JsonNode changed(JsonNode document, Field field, UnaryOperator<JsonNode> change) {
    return new Walk(field, change, true).into(document, 0);
  }

  /** {@code element} of {@code list} with {@code change} made to every value of {@code field}. */
  public JsonNode changedIn(
      JsonNode element, String list, Field field, UnaryOperator<JsonNode> change) {
    return new Walk(field, change, true).into(element, depth(list));
  }

  /** What is at {@code path}, with which that of {@code field} begins, changed likewise. */
  public JsonNode changedAt(
      JsonNode value, String path, Field field, UnaryOperator<JsonNode> change) {
    return new Walk(field, change, true).at(value, depth(path));
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

  /**
   * One walk along one path, which changes what is at its end.
   *
   * @param strict whether something else than an object where the path goes on is refused: what a
   *     change does not reach would stay
   */
  private final class Walk {
    private final Field field;
    private final List<String> names;
    private final UnaryOperator<JsonNode> change;
    private final boolean strict;

    Walk(Field field, UnaryOperator<JsonNode> change, boolean strict) {
      this.field = field;
      this.names = names(field.path());
      this.change = change;
      this.strict = strict;
    }

    /**
     * @param value what is at the first {@code depth} names of the path
     */
    JsonNode at(JsonNode value, int depth) {
      if (!field.lists().contains(path(depth))) {
        // A list at the very end is a value like any other, for whoever changes it to judge.
        if (value.isArray() && depth < names.size()) {
          throw new ShapeMismatch(name(depth), "in no list");
        }
        return into(value, depth);
      }
      if (value.isNull()) {
        return value;
      }
      if (!value.isArray()) {
        throw new ShapeMismatch(name(depth), "a list");
      }
      ArrayNode changed = Json.array();
      value.forEach(element -> changed.add(into(element, depth)));
      return changed;
    }

    /**
     * @param value the same, or one element of it
     */
    JsonNode into(JsonNode value, int depth) {
      if (depth == names.size()) {
        return change.apply(value);
      }
      if (value.isArray()) {
        throw new ShapeMismatch(field.name(), "in no list of lists");
      }
      String name = names.get(depth);
      if (!(value instanceof ObjectNode document)) {
        if (strict && !value.isNull()) {
          throw new ShapeMismatch(name(depth), "an object with fields");
        }
        return value;
      }
      passing.through(document, field, depth);
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

    private String path(int depth) {
      return String.join(".", names.subList(0, depth));
    }

    private String name(int depth) {
      return depth == 0 ? field.collection() : field.collection() + "." + path(depth);
    }
  }
}
