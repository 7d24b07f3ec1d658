package io.habeas.storeagent.search;

import io.habeas.storeagent.document.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The documents of one of the agent's own indices. Reads by id see every write at once; {@link
 * #each} sees what was written before the {@link #refresh} before it.
 */
final class OwnDocuments {
  private static final int NOT_FOUND = 404;
  private static final JsonNode WHOLE = Json.value(true);

  private final Cluster cluster;
  private final String index;
  private final int chunk;

  OwnDocuments(Cluster cluster, String index, int chunk) {
    this.cluster = cluster;
    this.index = index;
    this.chunk = chunk;
  }

  /**
   * A document as it was read.
   *
   * @param seqNo number of its last change in its shard
   * @param primaryTerm which of the shard's copies numbered that
   */
  record Stored(String id, ObjectNode body, long seqNo, long primaryTerm) {
    private static Stored of(JsonNode found) {
      return new Stored(
          found.path("_id").asString(),
          (ObjectNode) found.path("_source"),
          found.path("_seq_no").asLong(-1),
          found.path("_primary_term").asLong(-1));
    }

    private String condition() {
      return "?if_seq_no=" + seqNo + "&if_primary_term=" + primaryTerm;
    }
  }

  String index() {
    return index;
  }

  Optional<Stored> find(String id) {
    return cluster.get(path("_doc", id)).map(Stored::of);
  }

  /** Those of {@code ids} that are there. */
  Map<String, Stored> find(Collection<String> ids) {
    Map<String, Stored> found = new HashMap<>();
    if (ids.isEmpty()) {
      return found;
    }
    ObjectNode wanted = Json.object();
    wanted.set("ids", Json.strings(ids));
    for (JsonNode one :
        cluster.call("POST", "/" + index + "/_mget", Optional.of(wanted)).path("docs")) {
      if (one.has("error")) {
        throw Failures.of(NOT_FOUND, one.path("error"));
      }
      if (one.path("found").asBoolean(false)) {
        Stored stored = Stored.of(one);
        found.put(stored.id(), stored);
      }
    }
    return found;
  }

  /** Whether it was not there, and is now. */
  boolean create(String id, ObjectNode body) {
    return cluster
        .attempt("PUT", path("_create", id), Optional.of(body), Failures.CONFLICT)
        .isPresent();
  }

  /**
   * Writes those that are not there yet.
   *
   * @return their ids
   */
  List<String> createAll(Map<String, ObjectNode> bodies) {
    List<JsonNode> lines = new ArrayList<>();
    List<String> ids = List.copyOf(bodies.keySet());
    for (String id : ids) {
      lines.add(operation("create", id));
      lines.add(bodies.getOrDefault(id, Json.object()));
    }
    List<String> created = new ArrayList<>();
    List<Cluster.Done> done = lines.isEmpty() ? List.of() : cluster.bulk(lines);
    for (int i = 0; i < done.size(); i++) {
      done.get(i).orThrow();
      if (!done.get(i).isConflict()) {
        created.add(ids.get(i));
      }
    }
    return created;
  }

  /** Writes all of them, whether or not they are there. */
  void putAll(Map<String, ObjectNode> bodies) {
    List<JsonNode> lines = new ArrayList<>();
    bodies.forEach(
        (id, body) -> {
          lines.add(operation("index", id));
          lines.add(body);
        });
    if (!lines.isEmpty()) {
      cluster.bulk(lines).forEach(Cluster.Done::orThrow);
    }
  }

  /** Whether it was as it was read, and is replaced. */
  boolean replace(Stored old, ObjectNode body) {
    return cluster
        .attempt(
            "PUT", path("_doc", old.id()) + old.condition(), Optional.of(body), Failures.CONFLICT)
        .isPresent();
  }

  /** Whether it was as it was read, and is gone. */
  boolean remove(Stored old) {
    try {
      return cluster
          .attempt("DELETE", path("_doc", old.id()) + old.condition(), Optional.empty(), NOT_FOUND)
          .isPresent();
    } catch (SearchFailure e) {
      if (e.status() == Failures.CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Drops those that are as they were read.
   *
   * @return the ids of the others, of which some may be gone
   */
  List<String> removeUnchanged(List<Stored> old) {
    List<JsonNode> lines = new ArrayList<>();
    for (Stored one : old) {
      ObjectNode operation = operation("delete", one.id());
      operation
          .withObjectProperty("delete")
          .put("if_seq_no", one.seqNo())
          .put("if_primary_term", one.primaryTerm());
      lines.add(operation);
    }
    List<String> changed = new ArrayList<>();
    List<Cluster.Done> done = lines.isEmpty() ? List.of() : cluster.bulk(lines);
    for (int i = 0; i < done.size(); i++) {
      done.get(i).orThrow();
      if (done.get(i).isConflict()) {
        changed.add(old.get(i).id());
      }
    }
    return changed;
  }

  /** Whether or not they are there. */
  void removeAll(Collection<String> ids) {
    if (!ids.isEmpty()) {
      cluster
          .bulk(ids.stream().map(id -> operation("delete", id)).toList())
          .forEach(Cluster.Done::orThrow);
    }
  }

  /** Drops everything that {@code query} finds. */
  void removeFound(JsonNode query) {
    refresh();
    cluster.each(
        index,
        query,
        Json.value(false),
        chunk,
        hits -> removeAll(hits.stream().map(hit -> hit.path("_id").asString()).toList()));
  }

  void refresh() {
    cluster.refresh(index);
  }

  /** What is done with some documents. */
  @FunctionalInterface
  interface Batch<E extends Exception> {
    void take(List<Stored> some) throws E;
  }

  /** Gives everything that {@code query} finds to {@code batch}, some at a time. */
  <E extends Exception> void each(JsonNode query, Batch<E> batch) throws E {
    cluster.each(
        index,
        query,
        WHOLE,
        chunk,
        (Cluster.Hits<E>) hits -> batch.take(hits.stream().map(Stored::of).toList()));
  }

  /** Gives all of them to {@code batch} in the order of a field, some at a time. */
  <E extends Exception> void inOrder(String field, Batch<E> batch) throws E {
    cluster.each(
        index,
        Query.everything(),
        field,
        WHOLE,
        chunk,
        (Cluster.Hits<E>) hits -> batch.take(hits.stream().map(Stored::of).toList()));
  }

  private ObjectNode operation(String name, String id) {
    ObjectNode address = Json.object();
    address.put("_index", index);
    address.put("_id", id);
    ObjectNode operation = Json.object();
    operation.set(name, address);
    return operation;
  }

  private String path(String kind, String id) {
    return "/" + index + "/" + kind + "/" + Cluster.encode(id);
  }
}
