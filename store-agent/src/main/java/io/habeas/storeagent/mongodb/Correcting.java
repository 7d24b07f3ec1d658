package io.habeas.storeagent.mongodb;

import io.habeas.participant.Corrections;
import io.habeas.storeagent.document.ShapeMismatch;
import io.habeas.storeagent.mongodb.Rewriting.Change;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import io.habeas.storeagent.plan.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * What a document, or an element of a list in it, becomes where it is corrected (Art. 16; legal
 * rule L18). A field that a document does not have is not brought into being. Pure.
 */
final class Correcting {
  private final Corrections corrections;

  Correcting(Corrections corrections) {
    this.corrections = corrections;
  }

  /**
   * What is read of a document: its key, and whatever is corrected in it; empty if nothing of
   * {@code documents} is.
   *
   * @throws ShapeMismatch if a corrected value cannot be in a field that should have it
   */
  List<String> paths(Documents documents) {
    Set<String> paths = new LinkedHashSet<>();
    values(documents).keySet().forEach(field -> paths.add(root(documents, field)));
    if (!paths.isEmpty()) {
      paths.add(DocumentPlan.KEY);
    }
    return List.copyOf(paths);
  }

  /** How many records of the person hold something that is corrected. */
  long holding(Documents documents, BsonDocument document, Belonging belonging) {
    Set<Field> fields = values(documents).keySet();
    long records = 0;
    if (belonging.isWhole(documents)
        && fields.stream()
            .filter(field -> list(documents, field).isEmpty())
            .anyMatch(field -> !Paths.values(document, field).isEmpty())) {
      records++;
    }
    for (Part part : documents.elements()) {
      String list = part.list().orElseThrow();
      List<Field> inside =
          fields.stream()
              .filter(field -> list(documents, field).equals(Optional.of(list)))
              .toList();
      records +=
          belonging.ownElements(documents, part, document).stream()
              .filter(
                  element ->
                      inside.stream()
                          .anyMatch(field -> !Paths.valuesIn(element, list, field).isEmpty()))
              .count();
    }
    return records;
  }

  /** What changes in {@code document}; what has the right value already is left out. */
  List<Change> changes(Documents documents, BsonDocument document, Belonging belonging) {
    List<Change> changes = new ArrayList<>();
    Map<String, BsonValue> whole = new LinkedHashMap<>();
    Map<Field, BsonValue> values = values(documents);
    values.forEach(
        (field, to) -> {
          if (belonging.isWhole(documents) && list(documents, field).isEmpty()) {
            String root = root(documents, field);
            BsonValue value = Optional.ofNullable(whole.get(root)).orElse(Paths.at(document, root));
            if (value != null) {
              whole.put(root, Paths.changedAt(value, root, field, old -> to));
            }
          }
        });
    // Last what may sever the document from the value by which it is guarded.
    documents.elements().stream()
        .filter(belonging::concerns)
        .forEach(part -> changes.addAll(changes(documents, part, document, belonging, values)));
    whole.forEach(
        (root, to) ->
            Optional.ofNullable(Paths.at(document, root))
                .filter(from -> !from.equals(to))
                .ifPresent(from -> changes.add(new Change(root, from, to))));
    return changes;
  }

  private static List<Change> changes(
      Documents documents,
      Part part,
      BsonDocument document,
      Belonging belonging,
      Map<Field, BsonValue> values) {
    String list = part.list().orElseThrow();
    List<Change> changes = new ArrayList<>();
    List<BsonValue> elements = Paths.elements(document, list);
    for (int place = 0; place < elements.size(); place++) {
      BsonValue element = elements.get(place);
      if (belonging.owns(documents, part, element)) {
        BsonValue changed = element;
        for (Map.Entry<Field, BsonValue> entry : values.entrySet()) {
          Field field = entry.getKey();
          if (list(documents, field).equals(Optional.of(list))) {
            changed = Paths.changedIn(changed, list, field, old -> entry.getValue());
          }
        }
        if (!changed.equals(element)) {
          changes.add(new Change(list + "." + place, element, changed));
        }
      }
    }
    return changes;
  }

  private Map<Field, BsonValue> values(Documents documents) {
    Map<Field, BsonValue> values = new LinkedHashMap<>();
    for (Field field : documents.fields().values()) {
      field
          .column()
          .corrected(corrections)
          .ifPresent(text -> values.put(field, value(field, text)));
    }
    return values;
  }

  private static BsonValue value(Field field, String text) {
    if (field.type().filter(type -> !type.admits(text)).isPresent()) {
      throw new ShapeMismatch(field.name(), "of a type that the corrected value has");
    }
    return Scalars.constant(text, field.type().or(() -> Optional.of(ValueType.STRING)));
  }

  /** The list of whose elements each is some person's own, if the field is in one. */
  private static Optional<String> list(Documents documents, Field field) {
    return documents.partOf(field).flatMap(Part::list);
  }

  private static String root(Documents documents, Field field) {
    return list(documents, field)
        .or(() -> field.lists().stream().findFirst())
        .orElseGet(field::path);
  }
}
