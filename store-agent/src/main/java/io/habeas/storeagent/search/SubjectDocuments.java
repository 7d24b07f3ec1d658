package io.habeas.storeagent.search;

import io.habeas.participant.Deferred;
import io.habeas.participant.Identifiers;
import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.StorePlan.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which documents are a person's: found by identifiers, and by following the plan's links from what
 * was so found. Reads a bounded number of documents at a time, of each only the fields that say
 * whose it is, and keeps none.
 *
 * <p>The cluster only proposes documents. Each is judged here, by all its fields and links and by
 * the map's own idea of where lists are, so that a query that matches too much changes nothing.
 */
final class SubjectDocuments {
  private final SearchPlan plan;
  private final LiveIndices.Look look;
  private final Cluster cluster;
  private final int chunk;
  private final Map<String, List<Sought>> sought = new HashMap<>();

  /**
   * @param chunk how many documents are read at a time
   */
  SubjectDocuments(
      SearchPlan plan, LiveIndices.Look look, Cluster cluster, Identifiers identifiers, int chunk) {
    this.plan = plan;
    this.look = look;
    this.cluster = cluster;
    this.chunk = chunk;
    for (Documents documents : plan.documents().collections()) {
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
   * @param fields those that say whose it is, and those that lead on
   */
  record Found(ObjectNode fields, Belonging belonging) {}

  /** What is done with some of the person's documents. */
  @FunctionalInterface
  interface Batch {
    void take(List<Found> found) throws Deferred;
  }

  /** What is done with some documents. */
  @FunctionalInterface
  private interface Candidates {
    void take(List<Doc> documents) throws Deferred;
  }

  /** Gives every document of the person in the collection to {@code batch}, each once. */
  void each(Documents documents, Batch batch) throws Deferred {
    List<Sought> direct = sought.getOrDefault(documents.name(), List.of());
    if (!direct.isEmpty()) {
      LiveFields fields = look.of(documents);
      scan(
          documents,
          Query.either(direct.stream().map(one -> one.candidates(fields)).toList()),
          candidates ->
              give(
                  judge(documents, candidates).stream()
                      .filter(Judged::isDirect)
                      .map(Judged::found)
                      .toList(),
                  batch));
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
    Documents from = plan.documents().collection(link.from());
    Field origin = from.field(link.fromColumns().getFirst());
    each(
        from,
        parents -> {
          Set<String> values =
              texts(
                  parents.stream()
                      .flatMap(p -> p.belonging().owned(from, origin, p.fields()).stream()));
          for (List<String> some : inChunks(values)) {
            Set<String> current = new HashSet<>(some);
            scan(
                documents,
                look.of(documents).query(link.toColumns().getFirst(), some, false),
                candidates ->
                    give(
                        judge(documents, candidates).stream()
                            .filter(judged -> judged.isFirstBy(place, current))
                            .map(Judged::found)
                            .toList(),
                        batch));
          }
        });
  }

  /**
   * @param isDirect whether an identifier leads to it
   * @param links by place of the link, the values by which it leads to it
   */
  private record Judged(Found found, boolean isDirect, List<Set<String>> links) {
    boolean isFirstBy(int place, Set<String> current) {
      return !isDirect
          && links.subList(0, place).stream().allMatch(Set::isEmpty)
          && links.get(place).stream().sorted().limit(1).anyMatch(current::contains);
    }
  }

  private static void give(List<Found> found, Batch batch) throws Deferred {
    if (!found.isEmpty()) {
      batch.take(found);
    }
  }

  private List<Judged> judge(Documents documents, List<Doc> candidates) throws Deferred {
    List<Set<String>> leading = new ArrayList<>();
    for (Link link : documents.links()) {
      Field to = documents.field(link.toColumns().getFirst());
      leading.add(
          owned(
              link,
              texts(candidates.stream().flatMap(c -> Paths.values(c.fields(), to).stream()))));
    }
    return candidates.stream().map(document -> judge(documents, document, leading)).toList();
  }

  private Judged judge(Documents documents, Doc document, List<Set<String>> leading) {
    Map<String, Set<String>> matched = new LinkedHashMap<>();
    boolean direct = false;
    for (Sought one : sought.getOrDefault(documents.name(), List.of())) {
      Set<String> meant =
          texts(Paths.values(document.fields(), one.field()).stream().filter(one::means));
      direct |= !meant.isEmpty();
      matched.computeIfAbsent(one.field().path(), path -> new TreeSet<>()).addAll(meant);
    }
    List<Set<String>> links = new ArrayList<>();
    for (int place = 0; place < leading.size(); place++) {
      Set<String> led =
          texts(
              Paths.values(
                  document.fields(),
                  documents.field(documents.links().get(place).toColumns().getFirst()))
                  .stream());
      led.retainAll(leading.get(place));
      links.add(led);
      matched
          .computeIfAbsent(
              documents.links().get(place).toColumns().getFirst(), path -> new TreeSet<>())
          .addAll(led);
    }
    return new Judged(
        new Found(document.fields(), new Belonging(document.key(), matched)), direct, links);
  }

  /** Which of {@code values} name something of the person in the collection that a link is from. */
  private Set<String> owned(Link link, Set<String> values) throws Deferred {
    Documents from = plan.documents().collection(link.from());
    Field origin = from.field(link.fromColumns().getFirst());
    Set<String> owned = new HashSet<>();
    for (List<String> some : inChunks(values)) {
      scan(
          from,
          look.of(from).query(origin.path(), some, false),
          candidates ->
              judge(from, candidates).stream()
                  .map(Judged::found)
                  .flatMap(
                      p -> texts(p.belonging().owned(from, origin, p.fields()).stream()).stream())
                  .filter(values::contains)
                  .forEach(owned::add));
    }
    return owned;
  }

  private void scan(Documents documents, JsonNode query, Candidates candidates) throws Deferred {
    cluster.each(
        plan.target(documents),
        query,
        Json.strings(telling(documents)),
        chunk,
        (Cluster.Hits<Deferred>) hits -> candidates.take(hits.stream().map(Doc::of).toList()));
  }

  /** The fields that say whose a document is, what it yields, or what it leads to. */
  private List<String> telling(Documents documents) {
    Set<String> paths = new LinkedHashSet<>();
    documents.whole().ifPresent(part -> paths.addAll(part.finders()));
    documents.elements().forEach(part -> paths.addAll(part.finders()));
    documents.fields().values().stream()
        .filter(field -> field.column().verified() && field.column().unique())
        .forEach(field -> paths.add(field.path()));
    plan.documents().collections().stream()
        .flatMap(other -> other.links().stream())
        .filter(link -> link.from().equals(documents.name()))
        .forEach(link -> paths.addAll(link.fromColumns()));
    // Nothing else is a field of the document; an empty list would be every one.
    paths.add(DocumentPlan.KEY);
    return List.copyOf(paths);
  }

  private List<List<String>> inChunks(Set<String> values) {
    List<String> all = List.copyOf(values);
    List<List<String>> chunks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += chunk) {
      chunks.add(all.subList(from, Math.min(all.size(), from + chunk)));
    }
    return chunks;
  }

  /** Each once, and only what can say whose something is. */
  private static Set<String> texts(Stream<JsonNode> values) {
    Set<String> texts = new TreeSet<>();
    values.map(Scalars::text).flatMap(Optional::stream).forEach(texts::add);
    return texts;
  }
}
