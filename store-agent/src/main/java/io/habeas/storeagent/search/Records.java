package io.habeas.storeagent.search;

import io.habeas.participant.Deferred;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.document.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and changes whole documents of the application by their keys. A change holds only if the
 * document is still the one that was read (optimistic concurrency, by number of change and term),
 * and is worked out anew otherwise.
 */
final class Records {
  /** Whole documents may be large. */
  private static final int AT_ONCE = 50;

  private static final int TRIES = 8;
  private static final int NOT_FOUND = 404;

  private final Cluster cluster;
  private final Duration pause;

  Records(Cluster cluster, Duration pause) {
    this.cluster = cluster;
    this.pause = pause;
  }

  /** What becomes of a document. */
  sealed interface Change {
    /** It stays as it is. */
    record None() implements Change {}

    record Delete() implements Change {}

    /**
     * @param fields all of them
     */
    record Replace(ObjectNode fields) implements Change {}
  }

  /** Says what becomes of a document. */
  @FunctionalInterface
  interface Changing {
    Change of(Doc document) throws Deferred;
  }

  /** What is done with one document. */
  @FunctionalInterface
  interface Each {
    void take(Doc document) throws Deferred;
  }

  /** Gives those of {@code keys} that are there, as they are at this moment, to {@code each}. */
  void read(List<DocKey> keys, Each each) throws Deferred {
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      for (Doc found : get(keys.subList(from, Math.min(keys.size(), from + AT_ONCE)))) {
        each.take(found);
      }
    }
  }

  /**
   * Changes those of {@code keys} that are there.
   *
   * @throws Deferred if somebody else changes one of them all the time
   */
  void change(List<DocKey> keys, Changing changing) throws Deferred {
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      List<DocKey> left = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
      for (int i = 0; !left.isEmpty(); i++) {
        if (i == TRIES) {
          throw new Deferred(WaitReason.RECORD_LOCKED);
        }
        left = changeOnce(left, changing);
      }
      if (pause.isPositive()) {
        LockSupport.parkNanos(pause.toNanos());
      }
    }
  }

  private List<DocKey> changeOnce(List<DocKey> keys, Changing changing) throws Deferred {
    List<JsonNode> lines = new ArrayList<>();
    List<DocKey> changed = new ArrayList<>();
    for (Doc document : get(keys)) {
      switch (changing.of(document)) {
        case Change.None() -> {
          // Nothing to do.
        }
        case Change.Delete() -> {
          lines.add(operation("delete", document));
          changed.add(document.key());
        }
        case Change.Replace(var fields) -> {
          lines.add(operation("index", document));
          lines.add(Doc.source(fields));
          changed.add(document.key());
        }
      }
    }
    List<DocKey> again = new ArrayList<>();
    if (!lines.isEmpty()) {
      List<Cluster.Done> done = cluster.bulk(lines);
      done.forEach(Cluster.Done::orThrow);
      for (int i = 0; i < changed.size(); i++) {
        if (done.get(i).isConflict()) {
          again.add(changed.get(i));
        }
      }
    }
    return again;
  }

  private static ObjectNode operation(String name, Doc document) {
    ObjectNode address = document.key().address();
    address.put("if_seq_no", document.seqNo());
    address.put("if_primary_term", document.primaryTerm());
    ObjectNode operation = Json.object();
    operation.set(name, address);
    return operation;
  }

  /** Indices by date come to the end of their time, also between two looks. */
  private static boolean isGone(JsonNode error) {
    return error.path("type").asString("").equals("index_not_found_exception");
  }

  private List<Doc> get(List<DocKey> keys) {
    ObjectNode wanted = Json.object();
    var addresses = wanted.putArray("docs");
    keys.forEach(key -> addresses.add(key.address()));
    Map<DocKey, Doc> found = new LinkedHashMap<>();
    JsonNode answer = cluster.call("POST", "/_mget", java.util.Optional.of(wanted));
    for (JsonNode one : answer.path("docs")) {
      if (one.has("error") && !isGone(one.path("error"))) {
        throw Failures.of(NOT_FOUND, one.path("error"));
      }
      if (one.path("found").asBoolean(false)) {
        Doc document = Doc.of(one);
        found.put(document.key(), document);
      }
    }
    return List.copyOf(found.values());
  }
}
