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
import io.habeas.storeagent.search.OwnDocuments.Stored;
import io.habeas.storeagent.search.Records.Change;
import io.habeas.storeagent.search.RestrictionEntry.Status;
import java.util.List;
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
  private static final int TRIES = 8;

  private final SearchStore store;
  private final String request;

  Showing(SearchStore store, UUID requestId) {
    this.store = store;
    this.request = requestId.toString();
  }

  /** Shows again what this request hid of some documents; what changed since stays changed. */
  void show(String collection, List<DocKey> keys) throws Deferred {
    for (Stored entry :
        store
            .restrictions()
            .find(keys.stream().map(key -> RestrictionEntry.id(collection, key)).toList())
            .values()) {
      show(entry);
    }
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
        show(found.get());
      } else if (entry.path(STATUS).isObject()) {
        showAs(key, entry.path(STATUS));
      }
    }
  }

  private void show(Stored entry) throws Deferred {
    Optional<Stored> found = Optional.of(entry);
    for (int i = 0; i < TRIES; i++) {
      if (found.isEmpty() || !RestrictionEntry.requests(found.get().body()).contains(request)) {
        return;
      }
      if (leave(found.get())) {
        return;
      }
      found = store.restrictions().find(entry.id());
    }
    throw new Deferred(WaitReason.RECORD_LOCKED);
  }

  private boolean leave(Stored entry) throws Deferred {
    TreeSet<String> others = RestrictionEntry.requests(entry.body());
    others.remove(request);
    if (!others.isEmpty()) {
      ObjectNode left = entry.body().deepCopy();
      left.set(REQUESTS, Json.strings(others));
      left.withObjectProperty(RECORDS).remove(request);
      if (left.path(ELEMENTS) instanceof ObjectNode elements) {
        elements.remove(request);
      }
      return store.restrictions().replace(entry, left);
    }
    DocKey key = DocKey.of(entry.body().path(KEY));
    JsonNode status = entry.body().path(STATUS);
    if (status.isObject()) {
      showAs(key, status);
    }
    if (store.restrictions().remove(entry)) {
      return true;
    }
    if (status.isObject() && store.restrictions().find(entry.id()).isPresent()) {
      // Somebody hides it at this moment, and believes that it is hidden.
      Status.of(status).set(store.records(), List.of(key));
    }
    return false;
  }

  private void showAs(DocKey key, JsonNode held) throws Deferred {
    Status status = Status.of(held);
    store
        .records()
        .change(
            List.of(key),
            document -> {
              if (!status.hides(document)) {
                return new Change.None();
              }
              ObjectNode shown = document.fields().deepCopy();
              if (held.has(PREVIOUS)) {
                shown.set(status.field(), held.path(PREVIOUS));
              } else {
                shown.remove(status.field());
              }
              return new Change.Replace(shown);
            });
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
                  for (Stored entry : some) {
                    show(entry);
                  }
                });
  }

  /** Forgets who hid documents that are gone. */
  void forget(String collection, List<DocKey> gone) {
    store
        .restrictions()
        .removeAll(gone.stream().map(key -> RestrictionEntry.id(collection, key)).toList());
  }
}
