package io.habeas.storeagent.search;

import io.habeas.participant.Deferred;
import io.habeas.participant.Retained;
import io.habeas.participant.RetentionGround;
import io.habeas.participant.RetentionSink;
import io.habeas.storeagent.connector.Keeping;
import io.habeas.storeagent.connector.RequestByRequest;
import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.document.JsonDates;
import io.habeas.storeagent.document.ShapeMismatch;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.map.RetentionRule.Meanwhile;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import io.habeas.storeagent.search.OwnDocuments.Stored;
import io.habeas.storeagent.search.WorkNotes.Note;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts records to retained (Art. 17(3)): beside each, a document in the index {@code
 * ...retention}, which also holds what the record is to become until that is done. So a hash is
 * made once, however often this is taken up again.
 */
final class Retaining {
  private static final DateTimeFormatter SORTABLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static final String REQUEST = "request";
  static final String COLLECTION = "collection";
  static final String RECORD = "record";
  static final String EXPIRY = "expiry";
  static final String KEY = "key";
  private static final String RULE = "rule";
  private static final String GROUND = "ground";
  private static final String STATUTE = "statute";
  private static final String JURISDICTION = "jurisdiction";

  /** What the record becomes, until it has. */
  private static final String PENDING = "pending";

  private final SearchStore store;
  private final Rewriting rewriting;
  private final Restricting restricting;
  private final Showing showing;
  private final UUID requestId;
  private final Instant now;

  Retaining(
      SearchStore store,
      Rewriting rewriting,
      Restricting restricting,
      Showing showing,
      UUID requestId,
      Instant now) {
    this.store = store;
    this.rewriting = rewriting;
    this.restricting = restricting;
    this.showing = showing;
    this.requestId = requestId;
    this.now = now;
  }

  /** From when {@code document} may no longer be kept. */
  static Instant expiry(
      Documents documents, RetentionRule rule, ObjectNode document, ZonedDateTime now) {
    @Nullable JsonNode from = Paths.at(document, documents.field(rule.from()).path());
    if (from == null || from.isNull()) {
      return rule.period().end(Optional.empty(), now);
    }
    Instant begin =
        JsonDates.instant(from)
            .orElseThrow(() -> new ShapeMismatch(documents.name() + "." + rule.from(), "a date"));
    return rule.period().end(Optional.of(begin), now);
  }

  /** Of the same length always, so that it sorts as text. */
  static String sortable(Instant instant) {
    return SORTABLE.format(instant);
  }

  /** Names a record in the same way whatever request it is about. */
  static String record(String collection, DocKey key) {
    return key.digest(collection);
  }

  /** Keeps some records as the rule says, each until the day that is noted. */
  void keep(Documents documents, Treatment.Retain treatment, List<Note> some) throws Deferred {
    Map<DocKey, Note> byKey = new LinkedHashMap<>();
    some.forEach(note -> byKey.put(note.belonging().key(), note));
    Map<String, Stored> entries = entries(documents, byKey);
    Set<String> retainedBefore = retainedBefore(documents, byKey, entries);
    Map<String, ObjectNode> made = new LinkedHashMap<>();
    Set<DocKey> lost = new HashSet<>(byKey.keySet());
    store
        .records()
        .read(
            byKey.keySet().stream().toList(),
            document -> {
              Note note = Optional.ofNullable(byKey.get(document.key())).orElseThrow();
              String id = id(documents, document.key());
              if (entries.containsKey(id)) {
                lost.remove(document.key());
              } else if (note.belonging().stillOwns(documents, document.fields())) {
                lost.remove(document.key());
                made.put(id, entry(documents, treatment, note, document, retainedBefore));
              }
            });
    store.retentions().createAll(made);
    Map<String, Stored> now = made.isEmpty() ? entries : entries(documents, byKey);
    boolean hidden = treatment.rule().meanwhile().contains(Meanwhile.RESTRICT);
    if (hidden) {
      restricting.hide(
          documents,
          some.stream()
              .map(Note::belonging)
              .filter(one -> !lost.contains(one.key()))
              .map(one -> new Restricting.Hiding(one, 1))
              .toList());
    }
    showing.show(
        documents.name(),
        byKey.keySet().stream().filter(key -> !hidden || lost.contains(key)).toList());
    become(documents, byKey, now);
  }

  private Map<String, Stored> entries(Documents documents, Map<DocKey, Note> byKey) {
    return store.retentions().find(byKey.keySet().stream().map(key -> id(documents, key)).toList());
  }

  /** Whoever retained it first has also said what it becomes. */
  private Set<String> retainedBefore(
      Documents documents, Map<DocKey, Note> byKey, Map<String, Stored> entries) {
    Set<String> before = new HashSet<>();
    if (entries.size() < byKey.size()) {
      store.retentions().refresh();
      store
          .retentions()
          .each(
              Query.terms(
                  RECORD, byKey.keySet().stream().map(k -> record(documents.name(), k)).toList()),
              found -> found.forEach(one -> before.add(one.body().path(RECORD).asString())));
    }
    return before;
  }

  private void become(Documents documents, Map<DocKey, Note> byKey, Map<String, Stored> entries)
      throws Deferred {
    Map<DocKey, ObjectNode> pending = new HashMap<>();
    byKey
        .keySet()
        .forEach(
            key ->
                Optional.ofNullable(entries.get(id(documents, key)))
                    .filter(entry -> entry.body().path(PENDING).isObject())
                    .ifPresent(entry -> pending.put(key, (ObjectNode) entry.body().path(PENDING))));
    store
        .records()
        .change(
            List.copyOf(pending.keySet()),
            document -> {
              ObjectNode changed = document.fields();
              ObjectNode wanted = pending.getOrDefault(document.key(), Json.object());
              for (var entry : wanted.properties()) {
                changed = Paths.with(changed, entry.getKey(), entry.getValue());
              }
              return changed.equals(document.fields())
                  ? new Records.Change.None()
                  : new Records.Change.Replace(changed);
            });
    for (DocKey key : pending.keySet()) {
      Stored entry = Optional.ofNullable(entries.get(id(documents, key))).orElseThrow();
      ObjectNode done = entry.body().deepCopy();
      done.remove(PENDING);
      // If it was changed, somebody else has taken it out.
      store.retentions().replace(entry, done);
    }
  }

  private ObjectNode entry(
      Documents documents,
      Treatment.Retain treatment,
      Note note,
      Doc document,
      Set<String> retainedBefore) {
    RetentionRule rule = treatment.rule();
    String record = record(documents.name(), document.key());
    ObjectNode entry = Json.object();
    entry.put(REQUEST, requestId.toString());
    entry.put(COLLECTION, documents.name());
    entry.put(RECORD, record);
    entry.set(KEY, document.key().toJson());
    entry.put(RULE, rule.rule());
    entry.put(GROUND, rule.ground().name());
    entry.put(STATUTE, rule.statute());
    entry.put(JURISDICTION, rule.jurisdiction());
    entry.put(EXPIRY, sortable(note.keptUntil().orElseThrow()));
    entry.put("at", now.toString());
    if (!retainedBefore.contains(record)) {
      ObjectNode changed = rewriting.changed(documents, document.fields(), treatment.strategies());
      ObjectNode pending = Json.object();
      // By the outermost names: what is inside a list has no name of its own.
      changed
          .properties()
          .forEach(
              field -> {
                if (!field.getValue().equals(document.fields().get(field.getKey()))) {
                  pending.set(field.getKey(), field.getValue());
                }
              });
      if (!pending.isEmpty()) {
        entry.set(PENDING, pending);
      }
    }
    return entry;
  }

  /** Forgets the duties to keep documents that are gone. */
  void forget(String collection, List<DocKey> gone) {
    if (!gone.isEmpty()) {
      store
          .retentions()
          .removeFound(
              Query.terms(RECORD, gone.stream().map(key -> record(collection, key)).toList()));
    }
  }

  /** What is kept for this request, as it stands. */
  List<Retained> retained() {
    return retained(store.retentions(), requestId);
  }

  /** What is kept for a request, as it stands. */
  static List<Retained> retained(OwnDocuments retentions, UUID requestId) {
    var keeping = new Keeping();
    retentions.refresh();
    retentions.each(
        Query.term(REQUEST, requestId.toString()),
        found -> found.forEach(entry -> keeping.add(read(entry.body()))));
    return keeping.retained();
  }

  /** What is kept for every request, as it stands. */
  static void report(OwnDocuments retentions, RetentionSink sink) {
    var requests = new RequestByRequest(sink);
    retentions.inOrder(
        REQUEST,
        found ->
            found.forEach(
                entry ->
                    requests.add(
                        UUID.fromString(entry.body().path(REQUEST).asString()),
                        read(entry.body()))));
    requests.finish();
  }

  private static Retained read(ObjectNode entry) {
    Instant expiry = Instant.parse(entry.path(EXPIRY).asString());
    return new Retained(
        entry.path(COLLECTION).asString(),
        entry.path(RULE).asString(),
        RetentionGround.valueOf(entry.path(GROUND).asString()),
        entry.path(STATUTE).asString(),
        entry.path(JURISDICTION).asString(),
        1,
        expiry,
        expiry);
  }

  private String id(Documents documents, DocKey key) {
    return key.digest(requestId + "/" + documents.name());
  }
}
