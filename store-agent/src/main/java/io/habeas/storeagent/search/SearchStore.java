package io.habeas.storeagent.search;

import io.habeas.storeagent.document.Json;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The cluster as who erases and as who only reads sees it, and the agent's own indices in it. */
final class SearchStore {
  private static final int NOT_FOUND = 404;
  private static final int BAD_REQUEST = 400;

  private final Cluster writing;
  private final Cluster reading;
  private final Records records;
  private final String prefix;
  private final int chunk;

  SearchStore(SearchConnection connection, String prefix, Wire writing, Wire reading) {
    this.writing = new Cluster(writing);
    this.reading = new Cluster(reading);
    this.records = new Records(this.writing, connection.pause());
    this.prefix = prefix;
    this.chunk = connection.chunk();
  }

  /** For what changes documents. */
  Cluster writing() {
    return writing;
  }

  /** For what only reads. */
  Cluster reading() {
    return reading;
  }

  /** Documents of the application, to be changed. */
  Records records() {
    return records;
  }

  /** The same, for what only reads. */
  Records readingRecords() {
    return new Records(reading, java.time.Duration.ZERO);
  }

  /** How many documents are looked at, noted or changed at a time. */
  int chunk() {
    return chunk;
  }

  /** What each task came to: one document per request. */
  OwnDocuments tasks() {
    return own(writing, "task");
  }

  /** What an erasure under way is about: dropped when its outcome is sealed. */
  OwnDocuments work() {
    return own(writing, "work");
  }

  /**
   * Which records are hidden (Art. 18). Applications whose documents have no status look their
   * records up here.
   */
  OwnDocuments restrictions() {
    return own(writing, "restriction");
  }

  /** Which records are kept under a duty (Art. 17(3)), and until when. */
  OwnDocuments retentions() {
    return own(writing, "retention");
  }

  /** The same, for what only reads. */
  OwnDocuments readingRetentions() {
    return own(reading, "retention");
  }

  /** What people want to stand beside their records (legal rule L18). */
  OwnDocuments statements() {
    return own(writing, "statement");
  }

  /** The same, for what only reads. */
  OwnDocuments readingStatements() {
    return own(reading, "statement");
  }

  /**
   * Has what was written so far be found. A cluster shows new documents to searches a moment late,
   * a second by default, which for an erasure would be documents left behind.
   */
  void refresh(SearchPlan plan) {
    new TreeSet<>(plan.targets().values()).forEach(writing::refresh);
  }

  /** Makes those of the agent's own indices that are not there. */
  void ensureOwn() {
    ensure("task", List.of());
    ensure("work", List.of("attempt", "collection", "request"));
    ensure("restriction", List.of("requests", "collection"));
    ensure("retention", List.of("request", "collection", "record", "expiry"));
    ensure("statement", List.of("request", "record", "collection"));
  }

  /**
   * @param searched what is searched, as it is; anything else is only kept
   */
  private void ensure(String kind, List<String> searched) {
    String path = "/" + prefix + kind;
    if (writing.attemptExisting("GET", path + "/_settings", NOT_FOUND).isPresent()) {
      return;
    }
    ObjectNode index = Json.object();
    ObjectNode settings = index.putObject("settings");
    settings.put("index.number_of_shards", 1);
    settings.put("index.auto_expand_replicas", "0-1");
    // What is acknowledged is on disk: notes that a crash takes with it would be none.
    settings.put("index.translog.durability", "request");
    ObjectNode mappings = index.putObject("mappings");
    mappings.put("dynamic", false);
    ObjectNode properties = mappings.putObject("properties");
    searched.forEach(field -> properties.putObject(field).put("type", "keyword"));
    // Somebody else may have been faster.
    writing.attempt("PUT", path, Optional.of((JsonNode) index), BAD_REQUEST);
  }

  private OwnDocuments own(Cluster cluster, String kind) {
    return new OwnDocuments(cluster, prefix + kind, chunk);
  }
}
