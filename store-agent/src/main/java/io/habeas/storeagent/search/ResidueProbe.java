package io.habeas.storeagent.search;

import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Identifiers;
import io.habeas.storeagent.connector.FreeText;
import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Field;
import io.habeas.storeagent.plan.StorePlan.Link;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks for what should be gone, and shares no query with what erased: every field that can hold an
 * identifier is searched by every value that the vault still grants, whole and, where it is
 * analysed, as a phrase, without following links from documents that may be gone; so is running
 * text where the map says so; and below every retained record for documents that hang on it. What
 * the cluster finds by words is compared with the identifiers here. Records with a running
 * retention are lawful.
 */
final class ResidueProbe {
  /** As many as one query takes; clusters allow 1,024 by default, and each has some inside. */
  private static final int CLAUSES = 200;

  private final Cluster cluster;
  private final OwnDocuments retentions;
  private final SearchPlan plan;
  private final LiveIndices.Look look;
  private final UUID requestId;
  private final Identifiers identifiers;
  private final Instant now;
  private final int chunk;

  ResidueProbe(
      SearchStore store,
      SearchPlan plan,
      LiveIndices.Look look,
      UUID requestId,
      Identifiers identifiers,
      Instant now) {
    this.cluster = store.reading();
    this.retentions = store.readingRetentions();
    this.plan = plan;
    this.look = look;
    this.requestId = requestId;
    this.identifiers = identifiers;
    this.now = now;
    this.chunk = store.chunk();
  }

  /** What is left, empty if nothing. */
  Counts residue() throws Deferred {
    Map<String, Long> residue = new TreeMap<>();
    for (Documents documents : plan.documents().collections()) {
      long found = named(documents);
      for (Link link : documents.links()) {
        found = Math.max(found, belowRetained(documents, link));
      }
      residue.put(documents.name(), found);
    }
    return new Counts(residue);
  }

  /** How many documents name the person. */
  private long named(Documents documents) throws Deferred {
    LiveFields fields = look.of(documents);
    List<Suspicion> suspicions = new ArrayList<>();
    List<ObjectNode> queries = new ArrayList<>();
    for (Field field : documents.fields().values()) {
      List<String> values = field.column().identifier().map(identifiers::of).orElseGet(List::of);
      if (!values.isEmpty()) {
        boolean anyCase = field.column().match() == Match.IGNORE_CASE;
        suspicions.add(
            new Suspicion(
                field.path(), Set.copyOf(values), anyCase, false, documents.severs(field)));
        queries.add(fields.query(field.path(), values, anyCase));
        values.forEach(value -> queries.addAll(fields.phrases(field.path(), value)));
      }
    }
    List<String> everything = FreeText.sought(identifiers);
    if (!everything.isEmpty()) {
      for (Field field : documents.fields().values()) {
        if (field.column().freeText()) {
          suspicions.add(
              new Suspicion(
                  field.path(), Set.copyOf(everything), true, true, documents.severs(field)));
          everything.forEach(value -> queries.addAll(fields.phrases(field.path(), value)));
        }
      }
    }
    List<String> paths = suspicions.stream().map(Suspicion::path).distinct().toList();
    long found = 0;
    for (int from = 0; from < queries.size(); from += CLAUSES) {
      found +=
          count(
              documents,
              Query.either(queries.subList(from, Math.min(queries.size(), from + CLAUSES))),
              paths,
              suspicions);
    }
    return found;
  }

  /**
   * A field and what must not be in it.
   *
   * @param within whether it is running text, which has more than an identifier
   * @param severed whether it must not even be there in a record that is kept
   */
  private record Suspicion(
      String path, Set<String> values, boolean anyCase, boolean within, boolean severed) {
    boolean isIn(ObjectNode document) {
      Set<String> texts = new HashSet<>();
      collect(document, Paths.names(path), 0, texts);
      return texts.stream().anyMatch(text -> values.stream().anyMatch(value -> meets(value, text)));
    }

    private boolean meets(String value, String text) {
      if (within) {
        return FreeText.pattern(value).matcher(text).find();
      }
      String bare = text.strip();
      return anyCase ? Scalars.fold(bare).equals(Scalars.fold(value.strip())) : text.equals(value);
    }

    /** Whatever is at the path, lists or not: a document of another shape is found all the same. */
    private static void collect(JsonNode at, List<String> names, int depth, Set<String> texts) {
      if (at.isArray()) {
        at.forEach(element -> collect(element, names, depth, texts));
      } else if (depth == names.size()) {
        Scalars.text(at).ifPresent(texts::add);
      } else {
        StringBuilder name = new StringBuilder();
        for (int next = depth; next < names.size(); next++) {
          name.append(next == depth ? "" : ".").append(names.get(next));
          JsonNode inner = at.path(name.toString());
          if (!inner.isMissingNode()) {
            collect(inner, names, next + 1, texts);
          }
        }
      }
    }
  }

  private long belowRetained(Documents documents, Link link) throws Deferred {
    long[] found = {0};
    Documents parents = plan.documents().collection(link.from());
    Field origin = parents.field(link.fromColumns().getFirst());
    retentions.each(
        Query.all(
            List.of(
                Query.term(Retaining.REQUEST, requestId.toString()),
                Query.term(Retaining.COLLECTION, parents.name()))),
        (OwnDocuments.Batch<Deferred>)
            kept -> {
              Set<String> values = new HashSet<>();
              new Records(cluster, java.time.Duration.ZERO)
                  .read(
                      kept.stream().map(one -> DocKey.of(one.body().path("key"))).toList(),
                      parent ->
                          Paths.values(parent.fields(), origin).stream()
                              .map(Scalars::text)
                              .flatMap(Optional::stream)
                              .forEach(values::add));
              if (!values.isEmpty()) {
                String to = link.toColumns().getFirst();
                found[0] +=
                    count(
                        documents,
                        look.of(documents).query(to, List.copyOf(values), false),
                        List.of(to),
                        List.of(new Suspicion(to, values, false, false, false)));
              }
            });
    return found[0];
  }

  private long count(
      Documents documents, JsonNode query, List<String> paths, List<Suspicion> suspicions)
      throws Deferred {
    long[] found = {0};
    cluster.each(
        plan.target(documents),
        query,
        Json.strings(paths),
        chunk,
        (Cluster.Hits<Deferred>)
            hits -> {
              Set<String> confirmed = new HashSet<>();
              Set<String> excusable = new HashSet<>();
              for (JsonNode hit : hits) {
                Doc document = Doc.of(hit);
                List<Suspicion> there =
                    suspicions.stream().filter(one -> one.isIn(document.fields())).toList();
                if (!there.isEmpty()) {
                  String record = Retaining.record(documents.name(), document.key());
                  confirmed.add(record);
                  if (there.stream().noneMatch(Suspicion::severed)) {
                    excusable.add(record);
                  }
                }
              }
              found[0] += confirmed.size() - lawful(excusable);
            });
    return found[0];
  }

  /** How many of the records must be kept still, as they are. */
  private long lawful(Set<String> records) {
    if (records.isEmpty()) {
      return 0;
    }
    Set<String> lawful = new HashSet<>();
    retentions.each(
        Query.terms(Retaining.RECORD, records),
        some ->
            some.stream()
                .filter(
                    one -> Instant.parse(one.body().path(Retaining.EXPIRY).asString()).isAfter(now))
                .forEach(
                    one ->
                        lawful.add(
                            Objects.requireNonNull(one.body().path(Retaining.RECORD).asString()))));
    return lawful.size();
  }
}
