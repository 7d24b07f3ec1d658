package io.habeas.storeagent.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.habeas.participant.Deferred;
import io.habeas.participant.Identifiers;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.StorePlan.Link;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * Which documents are a person's: found by identifiers, and by following the plan's links from what
 * was so found. Reads a bounded number of documents at a time, of each only the fields that say
 * whose it is, and keeps none.
 *
 * <p>The store only proposes documents. Each is judged here, by all its fields and links and by the
 * map's own idea of where lists are, so that a query that matches too much changes nothing.
 */
final class SubjectDocuments {
  private final DocumentPlan plan;
  private final MongoDatabase database;
  private final int chunk;
  private final Map<String, List<Sought>> sought = new HashMap<>();

  /**
   * @param chunk how many documents are read at a time
   */
  SubjectDocuments(DocumentPlan plan, MongoDatabase database, Identifiers identifiers, int chunk) {
    this.plan = plan;
    this.database = database;
    this.chunk = chunk;
    for (Documents documents : plan.collections()) {
      sought.put(
          documents.name(),
          documents.fields().values().stream()
              .map(field -> Sought.in(field, identifiers))
              .flatMap(Optional::stream)
              .toList());
    }
  }

  /**
   * A document of the person.
   *
   * @param document its fields that say whose it is, and those that lead on
   */
  record Found(BsonDocument document, Belonging belonging) {}

  /** What is done with some of the person's documents. */
  @FunctionalInterface
  interface Batch {
    void take(List<Found> found) throws Deferred;
  }

  /** What is done with some documents. */
  @FunctionalInterface
  private interface Candidates {
    void take(List<BsonDocument> documents) throws Deferred;
  }

  /** Gives every document of the person in the collection to {@code batch}, each once. */
  void each(Documents documents, Batch batch) throws Deferred {
    List<Sought> direct = sought.getOrDefault(documents.name(), List.of());
    if (!direct.isEmpty()) {
      scan(
          documents,
          Filters.or(direct.stream().map(Sought::candidates).toList()),
          candidates -> {
            List<Found> found =
                judge(documents, candidates).stream()
                    .filter(Judged::isDirect)
                    .map(Judged::found)
                    .toList();
            give(found, batch);
          });
    }
    for (int place = 0; place < documents.links().size(); place++) {
      along(documents, place, batch);
    }
  }

  /**
   * Of the documents to which one link leads, those that no identifier and no earlier link leads
   * to; where several values lead to one, it is taken with the first of them only.
   */
  private void along(Documents documents, int place, Batch batch) throws Deferred {
    Link link = documents.links().get(place);
    Documents from = plan.collection(link.from());
    Field origin = from.field(link.fromColumns().getFirst());
    each(
        from,
        parents -> {
          List<BsonValue> values =
              distinct(
                  parents.stream()
                      .flatMap(p -> p.belonging().owned(from, origin, p.document()).stream()));
          for (List<BsonValue> some : inChunks(values)) {
            Set<Object> current = canonical(some);
            scan(
                documents,
                Filters.in(link.toColumns().getFirst(), some),
                candidates -> {
                  List<Found> found =
                      judge(documents, candidates).stream()
                          .filter(judged -> judged.isFirstBy(place, current))
                          .map(Judged::found)
                          .toList();
                  give(found, batch);
                });
          }
        });
  }

  /**
   * @param isDirect whether an identifier leads to it
   * @param links by place of the link, the values by which it leads to it
   */
  private record Judged(Found found, boolean isDirect, List<Set<Object>> links) {
    boolean isFirstBy(int place, Set<Object> current) {
      return !isDirect
          && links.subList(0, place).stream().allMatch(Set::isEmpty)
          && links.get(place).stream()
              .min(Comparator.comparing(SubjectDocuments::order))
              .filter(current::contains)
              .isPresent();
    }
  }

  private static String order(Object canonical) {
    return canonical.getClass().getName() + canonical;
  }

  private static void give(List<Found> found, Batch batch) throws Deferred {
    if (!found.isEmpty()) {
      batch.take(found);
    }
  }

  private List<Judged> judge(Documents documents, List<BsonDocument> candidates) throws Deferred {
    List<Set<Object>> leading = new ArrayList<>();
    for (Link link : documents.links()) {
      Field to = documents.field(link.toColumns().getFirst());
      List<BsonValue> values =
          distinct(candidates.stream().flatMap(document -> Paths.values(document, to).stream()));
      leading.add(owned(link, values));
    }
    return candidates.stream().map(document -> judge(documents, document, leading)).toList();
  }

  private Judged judge(Documents documents, BsonDocument document, List<Set<Object>> leading) {
    Map<String, List<BsonValue>> matched = new LinkedHashMap<>();
    boolean direct = false;
    for (Sought one : sought.getOrDefault(documents.name(), List.of())) {
      List<BsonValue> meant =
          Paths.values(document, one.field()).stream().filter(one::means).toList();
      direct |= !meant.isEmpty();
      matched.computeIfAbsent(one.field().path(), path -> new ArrayList<>()).addAll(meant);
    }
    List<Set<Object>> links = new ArrayList<>();
    for (int place = 0; place < leading.size(); place++) {
      Set<Object> owned = leading.get(place);
      Field to = documents.field(documents.links().get(place).toColumns().getFirst());
      List<BsonValue> led =
          Paths.values(document, to).stream()
              .filter(value -> owned.contains(Scalars.canonical(value)))
              .toList();
      links.add(canonical(led));
      matched.computeIfAbsent(to.path(), path -> new ArrayList<>()).addAll(led);
    }
    Map<String, List<BsonValue>> once = new LinkedHashMap<>();
    matched.forEach((path, values) -> once.put(path, distinct(values.stream())));
    return new Judged(
        new Found(document, new Belonging(Paths.required(document, DocumentPlan.KEY), once)),
        direct,
        links);
  }

  /** Which of {@code values} name something of the person in the collection that a link is from. */
  private Set<Object> owned(Link link, List<BsonValue> values) throws Deferred {
    Documents from = plan.collection(link.from());
    Field origin = from.field(link.fromColumns().getFirst());
    Set<Object> asked = canonical(values);
    Set<Object> owned = new HashSet<>();
    for (List<BsonValue> some : inChunks(values)) {
      scan(
          from,
          Filters.in(origin.path(), some),
          candidates ->
              judge(from, candidates).stream()
                  .map(Judged::found)
                  .flatMap(p -> p.belonging().owned(from, origin, p.document()).stream())
                  .map(Scalars::canonical)
                  .filter(asked::contains)
                  .forEach(owned::add));
    }
    return owned;
  }

  private void scan(Documents documents, Bson query, Candidates candidates) throws Deferred {
    MongoCollection<BsonDocument> collection =
        database.getCollection(documents.name(), BsonDocument.class);
    try (MongoCursor<BsonDocument> cursor =
        collection
            .find(query)
            .projection(Projections.include(telling(documents)))
            .batchSize(chunk)
            .cursor()) {
      List<BsonDocument> batch = new ArrayList<>();
      while (cursor.hasNext()) {
        batch.add(cursor.next());
        if (batch.size() == chunk || !cursor.hasNext()) {
          candidates.take(batch);
          batch = new ArrayList<>();
        }
      }
    }
  }

  /** The fields that say whose a document is, what it yields, or what it leads to. */
  private List<String> telling(Documents documents) {
    Set<String> paths = new LinkedHashSet<>();
    documents.whole().ifPresent(part -> paths.addAll(part.finders()));
    documents.elements().forEach(part -> paths.addAll(part.finders()));
    documents.fields().values().stream()
        .filter(field -> field.column().verified() && field.column().unique())
        .forEach(field -> paths.add(field.path()));
    plan.collections().stream()
        .flatMap(other -> other.links().stream())
        .filter(link -> link.from().equals(documents.name()))
        .forEach(link -> paths.addAll(link.fromColumns()));
    return List.copyOf(paths);
  }

  private List<List<BsonValue>> inChunks(List<BsonValue> values) {
    List<List<BsonValue>> chunks = new ArrayList<>();
    for (int from = 0; from < values.size(); from += chunk) {
      chunks.add(values.subList(from, Math.min(values.size(), from + chunk)));
    }
    return chunks;
  }

  /** Each once, and only what can say whose something is. */
  private static List<BsonValue> distinct(Stream<BsonValue> values) {
    Map<Object, BsonValue> distinct = new LinkedHashMap<>();
    values
        .filter(Scalars::isName)
        .forEach(value -> distinct.putIfAbsent(Scalars.canonical(value), value));
    return List.copyOf(distinct.values());
  }

  private static Set<Object> canonical(List<BsonValue> values) {
    Set<Object> canonical = new HashSet<>();
    values.forEach(value -> canonical.add(Scalars.canonical(value)));
    return canonical;
  }
}
