package io.habeas.storeagent.mongodb;

import io.habeas.storeagent.document.ShapeMismatch;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Follows the path of a field into a document, exactly as the map says: a list where the map has
 * none, or none where it has one, is a {@link ShapeMismatch}.
 */
final class Paths {
  private Paths() {}

  /** The values of {@code field} in {@code document}, nulls left out. */
  static List<BsonValue> values(BsonDocument document, Field field) {
    List<BsonValue> values = new ArrayList<>();
    new Walk(field, value -> keep(field, value, values), false).into(document, 0);
    return values;
  }

  /** The same within one element of {@code list}, in which {@code field} is. */
  static List<BsonValue> valuesIn(BsonValue element, String list, Field field) {
    List<BsonValue> values = new ArrayList<>();
    new Walk(field, value -> keep(field, value, values), false).into(element, depth(list));
    return values;
  }

  /** {@code element} of {@code list} with {@code change} made to every value of {@code field}. */
  static BsonValue changedIn(
      BsonValue element, String list, Field field, UnaryOperator<BsonValue> change) {
    return new Walk(field, change, true).into(element, depth(list));
  }

  /** {@code document} with {@code change} made to every value of {@code field}. */
  static BsonValue changed(BsonValue document, Field field, UnaryOperator<BsonValue> change) {
    return new Walk(field, change, true).into(document, 0);
  }

  /** What is at {@code path}, which {@code field} has or begins with, changed likewise. */
  static BsonValue changedAt(
      BsonValue value, String path, Field field, UnaryOperator<BsonValue> change) {
    return new Walk(field, change, true).at(value, depth(path));
  }

  /** What is at {@code path}, to which no list leads; null if nothing is. */
  static @Nullable BsonValue at(BsonDocument document, String path) {
    BsonValue value = document;
    for (String name : names(path)) {
      if (value != null && value.isArray()) {
        throw new ShapeMismatch(path, "in no list");
      }
      if (value == null || value.isNull()) {
        return null;
      }
      if (!value.isDocument()) {
        throw new ShapeMismatch(path, "within a document");
      }
      value = value.asDocument().get(name);
    }
    return value;
  }

  /** The field of the document that {@code path} begins with. */
  static String outermost(String path) {
    return names(path).getFirst();
  }

  /** Puts {@code value} where {@link #at} finds something. */
  static void put(BsonDocument document, String path, BsonValue value) {
    List<String> names = names(path);
    BsonDocument parent = document;
    for (String name : names.subList(0, names.size() - 1)) {
      parent = parent.getDocument(name);
    }
    parent.put(names.getLast(), value);
  }

  /** The elements of the list at {@code path}; none if there is no list. */
  static List<BsonValue> elements(BsonDocument document, String path) {
    BsonValue value = at(document, path);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw new ShapeMismatch(path, "a list");
    }
    return value.asArray().getValues();
  }

  /** What {@code document} has under {@code name}, which it is known to have. */
  static BsonValue required(BsonDocument document, String name) {
    return Objects.requireNonNull(document.get(name));
  }

  private static int depth(String path) {
    return names(path).size();
  }

  private static List<String> names(String path) {
    return List.of(path.split("\\."));
  }

  private static BsonValue keep(Field field, BsonValue value, List<BsonValue> values) {
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
   * @param strict whether something else than a document where the path goes on is refused: what a
   *     change does not reach would stay
   */
  private record Walk(Field field, UnaryOperator<BsonValue> change, boolean strict) {

    /**
     * @param value what is at the first {@code depth} names of the path
     */
    BsonValue at(BsonValue value, int depth) {
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
      BsonArray changed = new BsonArray();
      value.asArray().forEach(element -> changed.add(into(element, depth)));
      return changed;
    }

    /**
     * @param value the same, or one element of it
     */
    BsonValue into(BsonValue value, int depth) {
      if (depth == names().size()) {
        return change.apply(value);
      }
      if (value.isArray()) {
        throw new ShapeMismatch(field.name(), "in no list of lists");
      }
      String name = names().get(depth);
      if (!value.isDocument()) {
        if (strict && !value.isNull()) {
          throw new ShapeMismatch(field.name(), "within a document");
        }
        return value;
      }
      BsonDocument document = value.asDocument();
      if (!document.containsKey(name)) {
        return value;
      }
      BsonValue inner = document.get(name, BsonNull.VALUE);
      BsonValue changed = at(inner, depth + 1);
      if (changed.equals(inner)) {
        return document;
      }
      BsonDocument copy = document.clone();
      copy.put(name, changed);
      return copy;
    }

    private List<String> names() {
      return Paths.names(field.path());
    }
  }
}
