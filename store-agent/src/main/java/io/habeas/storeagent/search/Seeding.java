package io.habeas.storeagent.search;

import io.habeas.participant.Counts;
import io.habeas.participant.Task;
import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.document.JsonMasking;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import io.habeas.storeagent.plan.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes up a person: a document with the task's identifiers and nothing else, in each collection
 * that is one index, holds identifiers itself, and whose records go when they are erased. Where
 * records are retained or anonymised, the made-up one would stay for years.
 */
final class Seeding {
  private final SearchStore store;
  private final SearchPlan plan;
  private final LiveIndices.Look look;

  Seeding(SearchStore store, SearchPlan plan, LiveIndices.Look look) {
    this.store = store;
    this.plan = plan;
    this.look = look;
  }

  /** Made once, however often it is asked for. */
  Counts seed(Task task) {
    Map<String, Long> seeded = new TreeMap<>();
    for (Documents documents : plan.documents().collections()) {
      String index = plan.target(documents);
      if (canHold(plan, documents) && look.indices().contains(index)) {
        ObjectNode person = person(documents, task);
        if (!person.isEmpty()) {
          String id =
              new DocKey(index, task.requestId().toString(), Optional.empty()).digest("seed");
          new OwnDocuments(store.writing(), index, 1).createAll(Map.of(id, person));
          seeded.put(documents.name(), 1L);
        }
      }
    }
    return new Counts(seeded);
  }

  /** Whether the map lets anybody be made up. */
  static boolean isPossible(SearchPlan plan) {
    return plan.documents().collections().stream().anyMatch(one -> canHold(plan, one));
  }

  private static boolean canHold(SearchPlan plan, Documents documents) {
    return plan.target(documents).indexOf('*') < 0
        && documents.whole().filter(p -> p.treatment() instanceof Treatment.Delete).isPresent()
        && documents.fields().values().stream()
            .anyMatch(field -> field.column().ownIdentifier().isPresent());
  }

  private static ObjectNode person(Documents documents, Task task) {
    ObjectNode person = Json.object();
    for (Field field : documents.fields().values()) {
      field
          .column()
          .ownIdentifier()
          .map(type -> task.identifiers().of(type))
          .orElseGet(List::of)
          .stream()
          .filter(value -> field.type().orElse(ValueType.STRING).admits(value))
          .findFirst()
          .ifPresent(value -> put(person, field, JsonMasking.constant(value, field.type())));
    }
    return person;
  }

  private static void put(ObjectNode person, Field field, JsonNode value) {
    List<String> names = Paths.names(field.path());
    ObjectNode parent = person;
    for (int depth = 0; depth < names.size(); depth++) {
      String name = names.get(depth);
      boolean list = field.lists().contains(String.join(".", names.subList(0, depth + 1)));
      if (depth == names.size() - 1) {
        parent.set(name, list ? Json.array().add(value) : value);
      } else if (list) {
        ArrayNode elements =
            parent.get(name) instanceof ArrayNode before ? before : parent.putArray(name);
        parent = elements.get(0) instanceof ObjectNode first ? first : elements.addObject();
      } else {
        parent = parent.get(name) instanceof ObjectNode inner ? inner : parent.putObject(name);
      }
    }
  }
}
