package io.habeas.storeagent.map.scaffold;

import io.habeas.storeagent.map.scaffold.Draft.DraftField;
import io.habeas.storeagent.plan.DocumentPlan;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;

/**
 * What fields some documents have, and of which types: names and types only, and of objects that
 * are used as dictionaries, whose keys may be people's, not even names.
 */
final class Shape {
  private static final int DEEPEST = 16;

  /** An object with more different keys is a dictionary. */
  private static final int MOST_FIELDS = 200;

  /** What a developer calls a field; an address, say, is a key of a dictionary. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,62}");

  private final int depth;
  private final Map<String, Seen> seen = new LinkedHashMap<>();
  private boolean dictionary;

  Shape() {
    this(1);
  }

  private Shape(int depth) {
    this.depth = depth;
  }

  private static final class Seen {
    final Set<BsonType> types = EnumSet.noneOf(BsonType.class);
    final Shape inner;
    boolean list;
    boolean single;

    Seen(int depth) {
      this.inner = new Shape(depth + 1);
    }
  }

  /** Takes {@code document} into account. */
  void add(BsonDocument document) {
    for (Map.Entry<String, BsonValue> entry : document.entrySet()) {
      if (dictionary
          || !NAME.matcher(entry.getKey()).matches()
          || (seen.size() >= MOST_FIELDS && !seen.containsKey(entry.getKey()))) {
        dictionary = true;
        seen.clear();
        return;
      }
      Seen field = seen.computeIfAbsent(entry.getKey(), name -> new Seen(depth));
      if (entry.getValue().isArray()) {
        field.list = true;
        entry.getValue().asArray().forEach(item -> add(field, item));
      } else if (!entry.getValue().isNull()) {
        field.single = true;
        add(field, entry.getValue());
      }
    }
  }

  private void add(Seen field, BsonValue value) {
    if (!value.isNull()) {
      field.types.add(value.getBsonType());
    }
    if (value.isDocument() && depth < DEEPEST) {
      field.inner.add(value.asDocument());
    }
  }

  /**
   * The fields as they are drafted.
   *
   * @param remarks taken down what somebody should look at
   */
  List<DraftField> fields(List<String> remarks) {
    if (dictionary) {
      remarks.add("Its documents are used as dictionaries");
    }
    return fields("", false, remarks);
  }

  private List<DraftField> fields(String prefix, boolean inList, List<String> remarks) {
    List<DraftField> fields = new ArrayList<>();
    seen.forEach((name, field) -> fields.add(field(prefix, name, field, inList, remarks)));
    return fields;
  }

  private DraftField field(
      String prefix, String name, Seen field, boolean inList, List<String> remarks) {
    String path = prefix + name;
    if (field.inner.dictionary) {
      remarks.add(path + " is used as a dictionary, so that it cannot be looked into");
    }
    if (field.list && field.single) {
      remarks.add(path + " is sometimes a list and sometimes not");
    }
    boolean within = inList || field.list;
    List<DraftField> inner = field.inner.fields(path + ".", within, remarks);
    Optional<String> type = type(field).map(text -> field.list ? text + "[]" : text);
    boolean key = prefix.isEmpty() && name.equals(DocumentPlan.KEY);
    boolean leaf = inner.isEmpty();
    return new DraftField(
        name,
        type,
        OptionalInt.empty(),
        key,
        key
            ? Optional.of("system.operations")
            : leaf ? CategoryGuess.category(name) : Optional.empty(),
        // In a list, it would be other people's as well as the document's own.
        leaf && !within && type.filter("string"::equals).isPresent()
            ? CategoryGuess.identity(name)
            : Optional.empty(),
        List.of(),
        inner);
  }

  private static Optional<String> type(Seen field) {
    if (field.types.size() != 1) {
      return field.list ? Optional.of("string") : Optional.empty();
    }
    return switch (field.types.iterator().next()) {
      case STRING -> Optional.of("string");
      case INT32 -> Optional.of("integer");
      case INT64 -> Optional.of("long");
      case DOUBLE, DECIMAL128 -> Optional.of("float");
      case BOOLEAN -> Optional.of("boolean");
      case OBJECT_ID -> Optional.of("object_id");
      case DOCUMENT -> Optional.of("object");
      default -> field.list ? Optional.of("string") : Optional.empty();
    };
  }
}
