package io.habeas.storeagent.search;

import static io.habeas.storeagent.search.RestrictionEntry.COLLECTION;
import static io.habeas.storeagent.search.RestrictionEntry.ELEMENTS;
import static io.habeas.storeagent.search.RestrictionEntry.KEY;
import static io.habeas.storeagent.search.RestrictionEntry.PREVIOUS;
import static io.habeas.storeagent.search.RestrictionEntry.RECORDS;
import static io.habeas.storeagent.search.RestrictionEntry.REQUESTS;
import static io.habeas.storeagent.search.RestrictionEntry.STATUS;

import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.document.JsonMasking;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import io.habeas.storeagent.search.OwnDocuments.Stored;
import io.habeas.storeagent.search.RestrictionEntry.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hides records (Art. 18). Each hidden record has one document in the index {@code ...restriction},
 * with all requests that hide it and what its status was, written before the record is hidden; the
 * last request to lift shows the record and then drops it. Every operation may be repeated from any
 * point.
 */
final class Restricting {
  private static final int TRIES = 8;

  private final SearchStore store;
  private final String request;
  private final Instant now;

  Restricting(SearchStore store, UUID requestId, Instant now) {
    this.store = store;
    this.request = requestId.toString();
    this.now = now;
  }

  /**
   * What of a document is to be hidden.
   *
   * @param records how many records that is
   */
  record Hiding(Belonging belonging, long records) {}

  /**
   * Hides what of some documents is the person's, if the collection's records can be hidden.
   *
   * @return what is remembered of each that is hidden now, for {@link Showing#undo}
   * @throws Deferred if somebody else hides and shows one all the time
   */
  List<ObjectNode> hide(Documents documents, List<Hiding> some) throws Deferred {
    return switch (documents.restriction()) {
      // Said so in the map.
      case Restriction.None _ -> List.of();
      case Restriction.ShadowTable() -> {
        List<ObjectNode> entries = new ArrayList<>();
        for (Hiding one : remembered(documents, some, Optional.empty(), entries)) {
          remember(documents, one, Optional.empty()).ifPresent(entries::add);
        }
        yield entries;
      }
      case Restriction.StatusColumn status -> {
        Status hidden =
            new Status(
                status.column(),
                JsonMasking.constant(status.restricted(), documents.field(status.column()).type()));
        List<ObjectNode> entries = new ArrayList<>();
        for (Hiding one : remembered(documents, some, Optional.of(hidden), entries)) {
          remember(documents, one, Optional.of(hidden)).ifPresent(entries::add);
        }
        hidden.set(
            store.records(), entries.stream().map(entry -> DocKey.of(entry.path(KEY))).toList());
        yield entries;
      }
    };
  }

  /**
   * Remembers in one go all that nobody hides yet, as is usual.
   *
   * @param done takes what is remembered
   * @return the others
   */
  private List<Hiding> remembered(
      Documents documents, List<Hiding> some, Optional<Status> status, List<ObjectNode> done)
      throws Deferred {
    Map<DocKey, Hiding> byKey = new LinkedHashMap<>();
    some.forEach(one -> byKey.put(one.belonging().key(), one));
    Map<String, Stored> known =
        store
            .restrictions()
            .find(
                byKey.keySet().stream()
                    .map(k -> RestrictionEntry.id(documents.name(), k))
                    .toList());
    Map<String, ObjectNode> entries = new LinkedHashMap<>();
    List<DocKey> unknown =
        byKey.keySet().stream()
            .filter(k -> !known.containsKey(RestrictionEntry.id(documents.name(), k)))
            .toList();
    if (status.isEmpty()) {
      unknown.forEach(
          key ->
              entries.put(
                  RestrictionEntry.id(documents.name(), key),
                  entry(documents, key, Optional.empty())));
    } else {
      store
          .records()
          .read(
              unknown,
              document -> {
                if (!status.get().hides(document)) {
                  entries.put(
                      RestrictionEntry.id(documents.name(), document.key()),
                      entry(documents, document.key(), Optional.of(status.get().held(document))));
                }
              });
    }
    byKey.forEach(
        (key, one) ->
            Optional.ofNullable(entries.get(RestrictionEntry.id(documents.name(), key)))
                .ifPresent(entry -> join(entry, documents, one)));
    Set<String> created = new HashSet<>(store.restrictions().createAll(entries));
    entries.forEach(
        (id, entry) -> {
          if (created.contains(id)) {
            done.add(entry);
          }
        });
    return some.stream()
        .filter(
            one -> !created.contains(RestrictionEntry.id(documents.name(), one.belonging().key())))
        .toList();
  }

  private ObjectNode entry(Documents documents, DocKey key, Optional<ObjectNode> held) {
    ObjectNode entry = Json.object();
    entry.put(COLLECTION, documents.name());
    entry.set(KEY, key.toJson());
    entry.put("at", now.toString());
    held.ifPresent(one -> entry.set(STATUS, one));
    return entry;
  }

  /**
   * Remembers one, whoever else hides or shows it. What is remembered first stays: by the second
   * time, the record is hidden.
   *
   * @return what is remembered; empty if the record is gone
   */
  private Optional<ObjectNode> remember(Documents documents, Hiding one, Optional<Status> status)
      throws Deferred {
    DocKey key = one.belonging().key();
    String id = RestrictionEntry.id(documents.name(), key);
    for (int i = 0; i < TRIES; i++) {
      Optional<Stored> found = store.restrictions().find(id);
      ObjectNode entry;
      if (found.isPresent()) {
        entry = found.get().body().deepCopy();
      } else {
        List<ObjectNode> held = new ArrayList<>();
        if (status.isPresent()) {
          Status hidden = status.get();
          store.records().read(List.of(key), document -> held.add(hidden.held(document)));
          if (held.isEmpty()) {
            return Optional.empty();
          }
          if (isOthers(held.getFirst(), id, key, hidden)) {
            continue;
          }
        }
        entry = entry(documents, key, held.stream().findFirst());
      }
      join(entry, documents, one);
      if (found.isPresent()
          ? entry.equals(found.get().body()) || store.restrictions().replace(found.get(), entry)
          : store.restrictions().create(id, entry)) {
        return Optional.of(entry);
      }
    }
    throw new Deferred(WaitReason.RECORD_LOCKED);
  }

  /** Whether whoever hid it was about to show it again: then the status is not its own. */
  private boolean isOthers(ObjectNode held, String id, DocKey key, Status hidden) throws Deferred {
    if (!hidden.restricted().equals(held.path(PREVIOUS))) {
      return false;
    }
    if (store.restrictions().find(id).isPresent()) {
      return true;
    }
    List<ObjectNode> again = new ArrayList<>();
    store.records().read(List.of(key), document -> again.add(hidden.held(document)));
    return again.isEmpty() || !again.getFirst().equals(held);
  }

  private void join(ObjectNode entry, Documents documents, Hiding one) {
    Belonging belonging = one.belonging();
    TreeSet<String> requests = RestrictionEntry.requests(entry);
    if (requests.add(request)) {
      entry.set(REQUESTS, Json.strings(requests));
      entry.withObjectProperty(RECORDS).put(request, one.records());
      ObjectNode elements = Json.object();
      for (Part part : documents.elements()) {
        if (belonging.concerns(part)) {
          // For an application that shows a document without the elements which are hidden.
          ObjectNode fields = elements.putObject(part.list().orElseThrow());
          belonging
              .matched()
              .forEach(
                  (path, values) -> {
                    if (part.finders().contains(path)) {
                      fields.set(path, Json.strings(values));
                    }
                  });
        }
      }
      if (!elements.isEmpty()) {
        entry.withObjectProperty(ELEMENTS).set(request, elements);
      }
    }
  }

  /** What this request has hidden, as it stands. */
  Counts restricted(SearchPlan plan) {
    Map<String, Long> counts = new TreeMap<>();
    store.restrictions().refresh();
    store
        .restrictions()
        .each(
            Query.term(REQUESTS, request),
            some ->
                some.forEach(
                    entry ->
                        counts.merge(
                            entry.body().path(COLLECTION).asString(),
                            entry.body().path(RECORDS).path(request).asLong(),
                            Long::sum)));
    counts.keySet().retainAll(plan.documents().names());
    return new Counts(counts);
  }
}
