package io.habeas.storeagent.search;

import io.habeas.storeagent.document.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calls that OpenSearch and Elasticsearch have in common. No call takes a script, which many
 * clusters forbid, and none starts work that outlasts it.
 */
final class Cluster {
  /** As long as a page of documents may take to be worked on. */
  private static final String KEEP = "5m";

  private static final int NOT_FOUND = 404;

  private final Wire wire;

  Cluster(Wire wire) {
    this.wire = wire;
  }

  /**
   * Calls.
   *
   * @throws SearchFailure if it answers anything but success
   */
  JsonNode call(String method, String path, Optional<JsonNode> body) {
    Wire.Reply reply = send(method, path, body.map(Json::write));
    if (reply.status() / 100 != 2) {
      throw Failures.of(reply);
    }
    return read(reply);
  }

  /** The same; empty if there is no such thing, or a condition does not hold. */
  Optional<JsonNode> attempt(String method, String path, Optional<JsonNode> body, int refusal) {
    Wire.Reply reply = send(method, path, body.map(Json::write));
    if (reply.status() / 100 == 2) {
      return Optional.of(read(reply));
    }
    if (reply.status() != refusal || reply.body().contains("index_not_found_exception")) {
      throw Failures.of(reply);
    }
    return Optional.empty();
  }

  /** The same, of a whole index. */
  Optional<JsonNode> attemptExisting(String method, String path, int refusal) {
    Wire.Reply reply = send(method, path, Optional.empty());
    if (reply.status() == refusal) {
      return Optional.empty();
    }
    if (reply.status() / 100 != 2) {
      throw Failures.of(reply);
    }
    return Optional.of(read(reply));
  }

  /** A document; empty if there is none. */
  Optional<JsonNode> get(String path) {
    Wire.Reply reply = send("GET", path, Optional.empty());
    if (reply.status() == NOT_FOUND) {
      JsonNode body = read(reply);
      if (body.has("found")) {
        return Optional.empty();
      }
    }
    if (reply.status() / 100 != 2) {
      throw Failures.of(reply);
    }
    return Optional.of(read(reply));
  }

  /** What was written so far can be found from now on. */
  void refresh(String target) {
    JsonNode answer =
        call(
            "POST",
            "/" + encode(target) + "/_refresh?expand_wildcards=open,hidden&allow_no_indices=true",
            Optional.empty());
    if (answer.path("_shards").path("failed").asInt(0) > 0) {
      throw Failures.partial("refresh");
    }
  }

  /**
   * What became of one operation of a bulk.
   *
   * @param status of HTTP
   */
  record Done(int status, JsonNode error) {
    boolean isConflict() {
      return status == Failures.CONFLICT;
    }

    boolean isMissing() {
      return status == NOT_FOUND && error.isMissingNode();
    }

    /** Fails unless it was done, or need not be. */
    void orThrow() {
      if (status / 100 != 2 && !isConflict() && !isMissing()) {
        throw Failures.of(status, error);
      }
    }
  }

  /**
   * Carries out many operations, each for itself. Pipelines of the application are left out: they
   * would change what is only written back.
   *
   * @param lines operations and what they write, as JSON
   */
  List<Done> bulk(List<? extends JsonNode> lines) {
    StringBuilder body = new StringBuilder();
    lines.forEach(line -> body.append(Json.write(line)).append('\n'));
    Wire.Reply reply = send("POST", "/_bulk?pipeline=_none", Optional.of(body.toString()));
    if (reply.status() / 100 != 2) {
      throw Failures.of(reply);
    }
    List<Done> done = new ArrayList<>();
    for (JsonNode item : read(reply).path("items")) {
      JsonNode inner = item.iterator().next();
      done.add(new Done(inner.path("status").asInt(), inner.path("error")));
    }
    return done;
  }

  /** What is done with some of the documents that were found. */
  @FunctionalInterface
  interface Hits<E extends Exception> {
    void take(List<JsonNode> hits) throws E;
  }

  /**
   * Gives everything that {@code query} finds to {@code hits}, at most {@code size} at a time.
   *
   * @param target index, alias or pattern
   * @param source which fields are read, in the words of {@code _source}
   * @throws SearchFailure if not every shard answered in full: part of an answer is none
   */
  <E extends Exception> void each(
      String target, JsonNode query, JsonNode source, int size, Hits<E> hits) throws E {
    each(target, query, "_doc", source, size, hits);
  }

  /**
   * The same in the order of a field.
   *
   * @param order a field that is searched as it is, or {@code _doc} for whichever is quickest
   */
  <E extends Exception> void each(
      String target, JsonNode query, String order, JsonNode source, int size, Hits<E> hits)
      throws E {
    ObjectNode search = Json.object();
    search.put("size", size);
    search.set("query", query);
    search.set("_source", source);
    search.put("seq_no_primary_term", true);
    search.set("sort", Json.strings(List.of(order)));
    JsonNode page =
        call(
            "POST",
            "/"
                + encode(target)
                + "/_search?scroll="
                + KEEP
                + "&allow_partial_search_results=false"
                + "&expand_wildcards=open,hidden&allow_no_indices=true",
            Optional.of(search));
    String scroll = page.path("_scroll_id").asString("");
    try {
      while (true) {
        requireWhole(page);
        List<JsonNode> found = new ArrayList<>();
        page.path("hits").path("hits").forEach(found::add);
        if (!found.isEmpty()) {
          hits.take(found);
        }
        if (found.size() < size) {
          return;
        }
        ObjectNode next = Json.object();
        next.put("scroll", KEEP);
        next.put("scroll_id", scroll);
        page = call("POST", "/_search/scroll", Optional.of(next));
        scroll = page.path("_scroll_id").asString(scroll);
      }
    } finally {
      release(scroll);
    }
  }

  /** How many documents {@code query} finds. */
  long count(String target, JsonNode query) {
    ObjectNode search = Json.object();
    search.put("size", 0);
    search.put("track_total_hits", true);
    search.set("query", query);
    JsonNode page =
        call(
            "POST",
            "/"
                + encode(target)
                + "/_search?allow_partial_search_results=false&expand_wildcards=open,hidden"
                + "&allow_no_indices=true",
            Optional.of(search));
    requireWhole(page);
    return page.path("hits").path("total").path("value").asLong();
  }

  /** That a later page was "terminated early" says only that it began where the last one ended. */
  private static void requireWhole(JsonNode page) {
    JsonNode shards = page.path("_shards");
    if (page.path("timed_out").asBoolean(false)
        || shards.path("failed").asInt(0) > 0
        || shards.path("successful").asInt(-1) != shards.path("total").asInt(0)) {
      throw Failures.partial(
          "search, %d of %d shards, first failure %s"
              .formatted(
                  shards.path("successful").asInt(-1),
                  shards.path("total").asInt(0),
                  shards.path("failures").path(0).path("reason").path("type").asString("none")));
    }
  }

  /** Best effort: it ends by itself. */
  private void release(String scroll) {
    ObjectNode done = Json.object();
    done.set("scroll_id", Json.strings(List.of(scroll)));
    try {
      wire.send(new Wire.Call("DELETE", "/_search/scroll", Optional.of(Json.write(done))));
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(Cluster.class)
          .debug("A cursor stays until it expires: {}", e.getClass().getSimpleName());
    }
  }

  private Wire.Reply send(String method, String path, Optional<String> body) {
    try {
      return wire.send(new Wire.Call(method, path, body));
    } catch (IOException e) {
      throw Failures.silence(e);
    }
  }

  private static JsonNode read(Wire.Reply reply) {
    try {
      return Json.read(reply.body());
    } catch (JacksonException e) {
      throw Failures.silence(e);
    }
  }

  /** A name in a path. */
  static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
