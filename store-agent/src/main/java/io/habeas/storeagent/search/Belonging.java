package io.habeas.storeagent.search;

import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What in one document is the person's: which values of which fields say so, as text. Whatever is
 * changed later is changed only where they still do.
 *
 * @param matched values by the path of the field, each with one at least
 */
record Belonging(DocKey key, Map<String, Set<String>> matched) {
  private static final String MATCHED = "matched";

  Belonging {
    Map<String, Set<String>> copy = new TreeMap<>();
    matched.forEach(
        (path, values) -> copy.put(path, Collections.unmodifiableSet(new TreeSet<>(values))));
    copy.values().removeIf(Collection::isEmpty);
    matched = Collections.unmodifiableMap(copy);
  }

  /** Whether the whole document is the person's. */
  boolean isWhole(Documents documents) {
    return documents.whole().filter(this::concerns).isPresent();
  }

  /** Whether anything of {@code part} is the person's. */
  boolean concerns(Part part) {
    return part.finders().stream().anyMatch(matched::containsKey);
  }

  /** Whether {@code element} of the part's list is the person's. */
  boolean owns(Documents documents, Part part, JsonNode element) {
    String list = part.list().orElseThrow();
    return part.finders().stream()
        .anyMatch(
            finder ->
                Paths.valuesIn(element, list, documents.field(finder)).stream()
                    .anyMatch(value -> matches(finder, value)));
  }

  /** Whether {@code document}, read anew, is still the person's as a whole. */
  boolean stillOwns(Documents documents, ObjectNode document) {
    return documents.whole().stream()
        .flatMap(part -> part.finders().stream())
        .anyMatch(
            finder ->
                Paths.values(document, documents.field(finder)).stream()
                    .anyMatch(value -> matches(finder, value)));
  }

  /** What of {@code field} in {@code document} is the person's. */
  List<JsonNode> owned(Documents documents, Field field, ObjectNode document) {
    Optional<Part> part = documents.partOf(field);
    if (part.isEmpty() || !concerns(part.get())) {
      return List.of();
    }
    Optional<String> list = part.get().list();
    return list.isEmpty()
        ? Paths.values(document, field)
        : ownElements(documents, part.get(), document).stream()
            .flatMap(element -> Paths.valuesIn(element, list.get(), field).stream())
            .toList();
  }

  /** The elements of the part's list that are the person's. */
  List<JsonNode> ownElements(Documents documents, Part part, ObjectNode document) {
    return concerns(part)
        ? Paths.elements(document, part.list().orElseThrow()).stream()
            .filter(element -> owns(documents, part, element))
            .toList()
        : List.of();
  }

  /** How many records of the person that are: the document, and elements of lists. */
  long records(Documents documents, ObjectNode document) {
    long records = isWhole(documents) ? 1 : 0;
    for (Part part : documents.elements()) {
      records += ownElements(documents, part, document).size();
    }
    return records;
  }

  /** For notes. */
  ObjectNode toJson() {
    ObjectNode json = key.toJson();
    ObjectNode fields = json.putObject(MATCHED);
    matched.forEach((path, values) -> fields.set(path, Json.strings(values)));
    return json;
  }

  static Belonging of(JsonNode noted) {
    Map<String, Set<String>> matched = new TreeMap<>();
    noted
        .path(MATCHED)
        .properties()
        .forEach(
            field -> {
              List<String> values = new ArrayList<>();
              field.getValue().forEach(value -> values.add(value.asString()));
              matched.put(field.getKey(), new TreeSet<>(values));
            });
    return new Belonging(DocKey.of(noted), matched);
  }

  private boolean matches(String finder, JsonNode value) {
    Set<String> known = matched.get(finder);
    return known != null && Scalars.text(value).filter(known::contains).isPresent();
  }

  /** Names the fields only: keys and values are a person's. */
  @Override
  public String toString() {
    return "Belonging" + matched.keySet();
  }
}
