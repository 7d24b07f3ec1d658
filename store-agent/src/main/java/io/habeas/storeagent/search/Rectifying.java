package io.habeas.storeagent.search;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Rectified;
import io.habeas.participant.Task;
import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.document.JsonMasking;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import io.habeas.storeagent.plan.ValueType;
import io.habeas.storeagent.search.Records.Change;
import io.habeas.storeagent.search.SubjectDocuments.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Corrects what a person's records say (Art. 16), or puts their statement beside it (legal rule
 * L18). A field by which records are found is corrected only where the record is found by another
 * one as well; keys, and what leads from one record to another, never are. So whoever is asked
 * again finds the same records, and says the same of them.
 */
final class Rectifying {
  private final SearchStore store;
  private final SearchPlan plan;
  private final Fence fence;
  private final Statements statements;

  Rectifying(SearchStore store, SearchPlan plan, Fence fence, Statements statements) {
    this.store = store;
    this.plan = plan;
    this.fence = fence;
    this.statements = statements;
  }

  Rectified rectify(Task task, SubjectDocuments subject, Corrections corrections) throws Deferred {
    Map<String, Long> corrected = new TreeMap<>();
    Map<String, Long> supplemented = new TreeMap<>();
    for (Documents documents : plan.documents().collections()) {
      Map<Field, JsonNode> values = values(documents, corrections);
      Optional<String> text = statement(documents, corrections);
      subject.each(
          documents,
          some -> {
            fence.check(task);
            Map<DocKey, Long> standing = correct(documents, some, values);
            corrected.merge(
                documents.name(),
                standing.values().stream().mapToLong(Long::longValue).sum(),
                Long::sum);
            if (text.isPresent()) {
              statements.put(
                  task.requestId(),
                  documents,
                  some.stream().map(Found::belonging).toList(),
                  text.get());
              supplemented.merge(documents.name(), (long) some.size(), Long::sum);
            }
          });
    }
    return new Rectified(new Counts(corrected), new Counts(supplemented));
  }

  /** What is to stand beside records: where a field is supplemented, or nothing else is asked. */
  private static Optional<String> statement(Documents documents, Corrections corrections) {
    boolean wanted =
        corrections.values().isEmpty()
            || documents.fields().values().stream()
                .anyMatch(field -> field.column().supplemented(corrections));
    return corrections.statement().filter(text -> wanted);
  }

  /** What is to stand in which fields. */
  private Map<Field, JsonNode> values(Documents documents, Corrections corrections) {
    Set<String> leading = new HashSet<>();
    leading.add(DocumentPlan.KEY);
    documents.links().forEach(link -> leading.addAll(link.toColumns()));
    plan.documents().collections().stream()
        .flatMap(other -> other.links().stream())
        .filter(link -> link.from().equals(documents.name()))
        .forEach(link -> leading.addAll(link.fromColumns()));
    Map<Field, JsonNode> values = new LinkedHashMap<>();
    for (Field field : documents.fields().values()) {
      field
          .column()
          .corrected(corrections)
          .filter(value -> field.type().orElse(ValueType.STRING).admits(value))
          .filter(value -> !leading.contains(field.path()))
          .ifPresent(value -> values.put(field, JsonMasking.constant(value, field.type())));
    }
    return values;
  }

  /**
   * Corrects some documents.
   *
   * @return how many records of each have the true values now
   */
  private Map<DocKey, Long> correct(
      Documents documents, List<Found> some, Map<Field, JsonNode> values) throws Deferred {
    Map<DocKey, Long> standing = new HashMap<>();
    if (values.isEmpty()) {
      return standing;
    }
    Map<DocKey, Belonging> byKey = new HashMap<>();
    some.forEach(one -> byKey.put(one.belonging().key(), one.belonging()));
    store
        .records()
        .change(
            new ArrayList<>(byKey.keySet()),
            document -> {
              Belonging belonging = Optional.ofNullable(byKey.get(document.key())).orElseThrow();
              var correction = new Correction(documents, belonging, values);
              ObjectNode changed = correction.of(document.fields());
              standing.put(document.key(), correction.records);
              return changed.equals(document.fields())
                  ? new Change.None()
                  : new Change.Replace(changed);
            });
    return standing;
  }

  /** The correction of one document. */
  private static final class Correction {
    private final Documents documents;
    private final Belonging belonging;
    private final Map<Field, JsonNode> values;
    private long records;

    Correction(Documents documents, Belonging belonging, Map<Field, JsonNode> values) {
      this.documents = documents;
      this.belonging = belonging;
      this.values = values;
    }

    ObjectNode of(ObjectNode document) {
      ObjectNode changed = document;
      if (belonging.isWhole(documents) && belonging.stillOwns(documents, document)) {
        boolean any = false;
        for (Map.Entry<Field, JsonNode> entry : values.entrySet()) {
          Field field = entry.getKey();
          if (documents.elements().stream().noneMatch(part -> isIn(field, part))) {
            var writing = new Writing(entry.getValue());
            ObjectNode one = Paths.changed(changed, field, writing::put);
            if (writing.held && belonging.stillOwns(documents, one)) {
              changed = one;
              any = true;
            }
          }
        }
        records += any ? 1 : 0;
      }
      for (Part part : documents.elements()) {
        if (belonging.concerns(part)) {
          changed = elements(part, changed);
        }
      }
      return changed;
    }

    private ObjectNode elements(Part part, ObjectNode document) {
      String list = part.list().orElseThrow();
      ArrayNode corrected = Json.array();
      for (JsonNode element : Paths.elements(document, list)) {
        corrected.add(
            belonging.owns(documents, part, element) ? element(part, list, element) : element);
      }
      return corrected.isEmpty() ? document : Paths.with(document, list, corrected);
    }

    private JsonNode element(Part part, String list, JsonNode element) {
      JsonNode changed = element;
      boolean any = false;
      for (Map.Entry<Field, JsonNode> entry : values.entrySet()) {
        if (isIn(entry.getKey(), part)) {
          var writing = new Writing(entry.getValue());
          JsonNode one = Paths.changedIn(changed, list, entry.getKey(), writing::put);
          if (writing.held && belonging.owns(documents, part, one)) {
            changed = one;
            any = true;
          }
        }
      }
      records += any ? 1 : 0;
      return changed;
    }

    private static boolean isIn(Field field, Part part) {
      return field.lists().contains(part.list().orElseThrow());
    }
  }

  /** Puts the true value where there is one; what is not there is not brought into being. */
  private static final class Writing {
    private final JsonNode value;
    private boolean held;

    Writing(JsonNode value) {
      this.value = value;
    }

    JsonNode put(JsonNode before) {
      if (before.isNull() || before.isContainer()) {
        return before;
      }
      held = true;
      return value;
    }
  }
}
