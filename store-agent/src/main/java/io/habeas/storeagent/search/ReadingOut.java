package io.habeas.storeagent.search;

import io.habeas.participant.Deferred;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Withheld;
import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import io.habeas.storeagent.search.SubjectDocuments.Found;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a person's records out, every mapped field of each, and what they put beside it; of a
 * document that is several people's, its key and the person's elements only, and how many others
 * are withheld (Art. 15(4); legal rule L16).
 */
final class ReadingOut {
  /** Under which name statements stand in a record: no field of the application can have it. */
  private static final String STATEMENTS = "habeas:statements";

  private final DocumentPlan plan;
  private final Records records;
  private final Statements statements;

  ReadingOut(DocumentPlan plan, Records records, Statements statements) {
    this.plan = plan;
    this.records = records;
    this.statements = statements;
  }

  void readOut(SubjectDocuments subject, RecordSink sink) throws Deferred {
    for (Documents documents : plan.collections()) {
      subject.each(documents, some -> readOut(documents, some, sink));
    }
  }

  private void readOut(Documents documents, List<Found> some, RecordSink sink) throws Deferred {
    List<Belonging> own = some.stream().map(Found::belonging).toList();
    Map<DocKey, List<String>> beside = statements.beside(documents, own);
    Map<DocKey, Belonging> byKey = new HashMap<>();
    own.forEach(one -> byKey.put(one.key(), one));
    records.read(
        own.stream().map(Belonging::key).toList(),
        document -> {
          Belonging belonging = Optional.ofNullable(byKey.get(document.key())).orElseThrow();
          ofPerson(documents, document.fields(), belonging)
              .ifPresent(
                  record -> {
                    Optional.ofNullable(beside.get(document.key()))
                        .ifPresent(texts -> record.set(STATEMENTS, Json.strings(texts)));
                    sink.add(documents.name(), Json.write(record));
                  });
        });
  }

  /** What of {@code document} is the person's; empty if nothing is any more. */
  private static Optional<ObjectNode> ofPerson(
      Documents documents, ObjectNode document, Belonging belonging) {
    ObjectNode record = Json.object();
    record.set(DocumentPlan.KEY, document.path(DocumentPlan.KEY));
    boolean any = belonging.isWhole(documents) && belonging.stillOwns(documents, document);
    if (any) {
      for (Field field : documents.fields().values()) {
        if (documents.elements().stream().noneMatch(part -> isIn(field, part))) {
          copy(document, record, Paths.names(field.path()), 0);
        }
      }
    }
    for (Part part : documents.elements()) {
      String list = part.list().orElseThrow();
      List<JsonNode> own = belonging.ownElements(documents, part, document);
      int others = Paths.elements(document, list).size() - own.size();
      if (!own.isEmpty() || (any && others > 0)) {
        ArrayNode shown = Json.array();
        own.forEach(element -> shown.add(mapped(documents, part, element)));
        if (others > 0) {
          shown.add(mark().put(Withheld.ITEMS, others));
        }
        put(record, Paths.names(list), shown);
      }
      any |= !own.isEmpty();
    }
    return any ? Optional.of(withoutOthers(documents, record)) : Optional.empty();
  }

  /** What the map says is about other people is named, and left out (Art. 15(4)). */
  private static ObjectNode withoutOthers(Documents documents, ObjectNode record) {
    ObjectNode shown = record;
    for (Field field : documents.fields().values()) {
      Optional<String> reason = field.column().disclosure().thirdParty();
      if (reason.isPresent()) {
        ObjectNode mark = mark().put(Withheld.REASON, reason.get());
        shown =
            Paths.changed(
                shown, field, value -> value.isNull() || value.has(Withheld.MARK) ? value : mark);
      }
    }
    return shown;
  }

  private static ObjectNode mark() {
    return Json.object().put(Withheld.MARK, Withheld.OTHER_PEOPLE);
  }

  /** The mapped fields of an element. */
  private static JsonNode mapped(Documents documents, Part part, JsonNode element) {
    if (!(element instanceof ObjectNode object)) {
      return element;
    }
    ObjectNode copy = Json.object();
    int depth = Paths.names(part.list().orElseThrow()).size();
    documents.fields().values().stream()
        .filter(field -> isIn(field, part))
        .forEach(field -> copy(object, copy, Paths.names(field.path()), depth));
    return copy;
  }

  private static boolean isIn(Field field, Part part) {
    return field.lists().contains(part.list().orElseThrow());
  }

  /** Copies what is at the path from {@code depth} on, through lists of whatever kind. */
  private static void copy(ObjectNode from, ObjectNode to, List<String> path, int depth) {
    String name = path.get(depth);
    JsonNode value = from.get(name);
    if (value == null) {
      return;
    }
    if (depth == path.size() - 1) {
      to.set(name, value);
    } else if (value instanceof ObjectNode inner) {
      ObjectNode copy = to.get(name) instanceof ObjectNode before ? before : to.putObject(name);
      copy(inner, copy, path, depth + 1);
    } else if (value instanceof ArrayNode list) {
      ArrayNode copies = to.get(name) instanceof ArrayNode before ? before : to.putArray(name);
      for (int place = 0; place < list.size(); place++) {
        if (copies.size() <= place) {
          copies.add(list.get(place) instanceof ObjectNode ? Json.object() : list.get(place));
        }
        if (list.get(place) instanceof ObjectNode inner
            && copies.get(place) instanceof ObjectNode copy) {
          copy(inner, copy, path, depth + 1);
        }
      }
    } else {
      to.set(name, value);
    }
  }

  private static void put(ObjectNode record, List<String> names, JsonNode value) {
    ObjectNode parent = record;
    for (String name : names.subList(0, names.size() - 1)) {
      parent = parent.get(name) instanceof ObjectNode inner ? inner : parent.putObject(name);
    }
    parent.set(names.getLast(), value);
  }
}
