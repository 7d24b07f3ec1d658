package io.habeas.storeagent.mongodb;

import com.mongodb.client.model.Filters;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * What in one document is the person's: which values of which fields say so, as they are stored
 * there. Whatever is changed later is changed only where they still do.
 *
 * @param key the document's {@code _id}
 * @param matched values by the path of the field, each with one at least
 */
record Belonging(BsonValue key, Map<String, List<BsonValue>> matched) {
  private static final String KEY = "key";
  private static final String MATCHED = "matched";
  private static final String PATH = "path";
  private static final String VALUES = "values";

  Belonging {
    Map<String, List<BsonValue>> copy = new TreeMap<>();
    matched.forEach((path, values) -> copy.put(path, List.copyOf(values)));
    copy.values().removeIf(List::isEmpty);
    matched = java.util.Collections.unmodifiableMap(copy);
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
  boolean owns(Documents documents, Part part, BsonValue element) {
    String list = part.list().orElseThrow();
    return part.finders().stream()
        .anyMatch(
            finder ->
                Paths.valuesIn(element, list, documents.field(finder)).stream()
                    .anyMatch(value -> matches(finder, value)));
  }

  /** Whether {@code document}, read anew, is still the person's as a whole. */
  boolean stillOwns(Documents documents, BsonDocument document) {
    return documents.whole().stream()
        .flatMap(part -> part.finders().stream())
        .anyMatch(
            finder ->
                Paths.values(document, documents.field(finder)).stream()
                    .anyMatch(value -> matches(finder, value)));
  }

  /** The document, as long as it is the person's as a whole. */
  Bson guard(Documents documents) {
    List<Bson> owners = new ArrayList<>();
    documents.whole().stream()
        .flatMap(part -> part.finders().stream())
        .forEach(
            finder -> values(finder).ifPresent(values -> owners.add(Filters.in(finder, values))));
    return Filters.and(Filters.eq(key), Filters.or(owners));
  }

  /** The elements of {@code part} that are the person's, for {@code $pull}. */
  BsonDocument elements(Part part) {
    String list = part.list().orElseThrow();
    BsonArray owners = new BsonArray();
    for (String finder : part.finders()) {
      values(finder)
          .ifPresent(
              values -> {
                var in = new BsonDocument("$in", new BsonArray(values));
                owners.add(
                    finder.equals(list)
                        ? in
                        : new BsonDocument(finder.substring(list.length() + 1), in));
              });
    }
    return owners.size() == 1 ? owners.get(0).asDocument() : new BsonDocument("$or", owners);
  }

  /** What of {@code field} in {@code document} is the person's. */
  List<BsonValue> owned(Documents documents, Field field, BsonDocument document) {
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
  List<BsonValue> ownElements(Documents documents, Part part, BsonDocument document) {
    return concerns(part)
        ? Paths.elements(document, part.list().orElseThrow()).stream()
            .filter(element -> owns(documents, part, element))
            .toList()
        : List.of();
  }

  /** How many records of the person that are: the document, and elements of lists. */
  long records(Documents documents, BsonDocument document) {
    long records = isWhole(documents) ? 1 : 0;
    for (Part part : documents.elements()) {
      records += ownElements(documents, part, document).size();
    }
    return records;
  }

  BsonArray matchedToBson() {
    BsonArray fields = new BsonArray();
    matched.forEach(
        (path, values) ->
            fields.add(
                new BsonDocument(PATH, new BsonString(path))
                    .append(VALUES, new BsonArray(values))));
    return fields;
  }

  BsonDocument toBson() {
    return new BsonDocument(KEY, key).append(MATCHED, matchedToBson());
  }

  static Belonging of(BsonDocument noted) {
    Map<String, List<BsonValue>> matched = new TreeMap<>();
    noted
        .getArray(MATCHED)
        .forEach(
            field ->
                matched.put(
                    field.asDocument().getString(PATH).getValue(),
                    field.asDocument().getArray(VALUES).getValues()));
    return new Belonging(Paths.required(noted, KEY), matched);
  }

  private Optional<List<BsonValue>> values(String finder) {
    return Optional.ofNullable(matched.get(finder));
  }

  private boolean matches(String finder, BsonValue value) {
    Object canonical = Scalars.canonical(value);
    return values(finder).stream()
        .flatMap(List::stream)
        .anyMatch(known -> Scalars.canonical(known).equals(canonical));
  }

  /** Names the fields only: keys and values are a person's. */
  @Override
  public String toString() {
    return "Belonging" + matched.keySet();
  }
}
