package io.habeas.storeagent.search;

import static io.habeas.storeagent.search.RestrictionEntry.ELEMENTS;
import static io.habeas.storeagent.search.RestrictionEntry.KEY;
import static io.habeas.storeagent.search.RestrictionEntry.PREVIOUS;
import static io.habeas.storeagent.search.RestrictionEntry.RECORDS;
import static io.habeas.storeagent.search.RestrictionEntry.REQUESTS;
import static io.habeas.storeagent.search.RestrictionEntry.STATUS;

import io.habeas.participant.Deferred;
import io.habeas.participant.Task;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.search.OwnDocuments.Stored;
import io.habeas.storeagent.search.Records.Change;
import io.habeas.storeagent.search.RestrictionEntry.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows records again as they were. Where several requests hide the same record, the last one to
 * lift shows it. Every operation may be repeated from any point.
 */
final class Showing {
  private static final int MOST_RETRIES = 1_000;

  private final SearchStore store;
  private final String request;
  private int retries;

  Showing(SearchStore store, UUID requestId) {
    this.store = store;
    this.request = requestId.toString();
  }

  /** Shows again what this request hid of some documents; what changed since stays changed. */
  void show(String collection, List<DocKey> keys) throws Deferred {
    show(
        store
            .restrictions()
            .find(keys.stream().map(key -> RestrictionEntry.id(collection, key)).toList())
            .values());
  }

  private void show(Collection<Stored> entries) throws Deferred {
    List<Stored> alone = new ArrayList<>();
    for (Stored entry : entries) {
      TreeSet<String> requests = RestrictionEntry.requests(entry.body());
      if (requests.remove(request)) {
        if (requests.isEmpty()) {
          alone.add(entry);
        } else if (!leave(entry, requests)) {
          again(entry.id());
        }
      }
    }
    Map<DocKey, JsonNode> held = new HashMap<>();
    alone.stream()
        .filter(entry -> entry.body().path(STATUS).isObject())
        .forEach(entry -> held.put(DocKey.of(entry.body().path(KEY)), entry.body().path(STATUS)));
    showAs(held);
    for (String changed : store.restrictions().removeUnchanged(alone)) {
      // Somebody hides it at this moment, and believes that it is hidden.
      Optional<Stored> found = store.restrictions().find(changed);
      if (found.filter(entry -> entry.body().path(STATUS).isObject()).isPresent()) {
        Status.of(found.get().body().path(STATUS))
            .set(store.records(), List.of(DocKey.of(found.get().body().path(KEY))));
      }
      again(changed);
    }
  }

  /** Leaves a record hidden for others. */
  private boolean leave(Stored entry, TreeSet<String> others) {
    ObjectNode left = entry.body().deepCopy();
    left.set(REQUESTS, Json.strings(others));
    left.withObjectProperty(RECORDS).remove(request);
    if (left.path(ELEMENTS) instanceof ObjectNode elements) {
      elements.remove(request);
    }
    return store.restrictions().replace(entry, left);
  }

  /** One that somebody else changed meanwhile, as it is now. */
  private void again(String id) throws Deferred {
    if (++retries > MOST_RETRIES) {
      throw new Deferred(WaitReason.RECORD_LOCKED);
    }
    Optional<Stored> found = store.restrictions().find(id);
    if (found.isPresent()) {
      show(List.of(found.get()));
    }
  }

  private void showAs(Map<DocKey, JsonNode> held) throws Deferred {
    store
        .records()
        .change(
            List.copyOf(held.keySet()),
            document -> {
              JsonNode remembered = Optional.ofNullable(held.get(document.key())).orElseThrow();
              Status status = Status.of(remembered);
              if (!status.hides(document)) {
                return new Change.None();
              }
              ObjectNode shown = document.fields().deepCopy();
              if (remembered.has(PREVIOUS)) {
                shown.set(status.field(), remembered.path(PREVIOUS));
              } else {
                shown.remove(status.field());
              }
              return new Change.Replace(shown);
            });
  }

  /** Shows again what was hidden just now, also if what was remembered of it is dropped already. */
  void undo(List<ObjectNode> remembered) throws Deferred {
    for (ObjectNode entry : remembered) {
      DocKey key = DocKey.of(entry.path(KEY));
      Optional<Stored> found =
          store
              .restrictions()
              .find(RestrictionEntry.id(entry.path(RestrictionEntry.COLLECTION).asString(), key));
      if (found.isPresent()) {
        show(List.of(found.get()));
      } else if (entry.path(STATUS).isObject()) {
        showAs(Map.of(key, entry.path(STATUS)));
      }
    }
  }

  /** Shows again everything that this request hid, as long as {@code task} is to be worked on. */
  void showAll(Fence fence, Task task) throws Deferred {
    store.restrictions().refresh();
    store
        .restrictions()
        .each(
            Query.term(REQUESTS, request),
            (OwnDocuments.Batch<Deferred>)
                some -> {
                  fence.check(task);
                  show(some);
                });
  }

  /** Forgets who hid documents that are gone. */
  void forget(String collection, List<DocKey> gone) {
    store
        .restrictions()
        .removeAll(gone.stream().map(key -> RestrictionEntry.id(collection, key)).toList());
  }
}
