package io.habeas.storeagent.search;

import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people want to stand beside their records (legal rule L18): one document per request and
 * record in the index {@code ...statement}, read out with the record and erased with it.
 */
final class Statements {
  private static final String REQUEST = "request";
  private static final String COLLECTION = "collection";
  private static final String RECORD = "record";
  private static final String OF = "of";
  private static final String TEXT = "text";

  private final OwnDocuments statements;

  Statements(OwnDocuments statements) {
    this.statements = statements;
  }

  /** Puts {@code text} beside some records; the last one of a request stands. */
  void put(UUID requestId, Documents documents, List<Belonging> some, String text) {
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    for (Belonging belonging : some) {
      ObjectNode body = Json.object();
      body.put(REQUEST, requestId.toString());
      body.put(COLLECTION, documents.name());
      body.put(RECORD, Retaining.record(documents.name(), belonging.key()));
      body.set(OF, belonging.toJson());
      body.put(TEXT, text);
      bodies.put(belonging.key().digest(requestId + "/" + documents.name()), body);
    }
    statements.putAll(bodies);
  }

  /** What the person of {@code some} records has put beside each. */
  Map<DocKey, List<String>> beside(Documents documents, List<Belonging> some) {
    Map<String, Belonging> byRecord = byRecord(documents, some);
    Map<DocKey, List<String>> found = new LinkedHashMap<>();
    statements.each(
        of(byRecord.keySet()),
        stored ->
            stored.forEach(
                one -> {
                  Belonging of = byRecord.get(one.body().path(RECORD).asString());
                  if (of != null && isOf(one.body(), of)) {
                    found
                        .computeIfAbsent(of.key(), key -> new ArrayList<>())
                        .add(one.body().path(TEXT).asString());
                  }
                }));
    return found;
  }

  /**
   * Forgets what a person has put beside records that concern them no more.
   *
   * @param gone those of the records that are nobody's any more
   */
  void forget(Documents documents, List<Belonging> some, List<DocKey> gone) {
    if (some.isEmpty()) {
      return;
    }
    Map<String, Belonging> byRecord = byRecord(documents, some);
    statements.refresh();
    statements.each(
        of(byRecord.keySet()),
        stored ->
            statements.removeAll(
                stored.stream()
                    .filter(
                        one -> {
                          Belonging of = byRecord.get(one.body().path(RECORD).asString());
                          return of != null && (gone.contains(of.key()) || isOf(one.body(), of));
                        })
                    .map(OwnDocuments.Stored::id)
                    .toList()));
  }

  /** Forgets what anybody has put beside documents that are gone. */
  void forget(String collection, List<DocKey> gone) {
    if (!gone.isEmpty()) {
      statements.removeFound(
          of(gone.stream().map(key -> Retaining.record(collection, key)).toList()));
    }
  }

  /** Has what was put so far be found. */
  void refresh() {
    statements.refresh();
  }

  private static Map<String, Belonging> byRecord(Documents documents, List<Belonging> some) {
    Map<String, Belonging> byRecord = new HashMap<>();
    some.forEach(one -> byRecord.put(Retaining.record(documents.name(), one.key()), one));
    return byRecord;
  }

  private static ObjectNode of(Collection<String> records) {
    return Query.terms(RECORD, records);
  }

  /** A document of several people may have statements of several. */
  private static boolean isOf(ObjectNode statement, Belonging person) {
    return Belonging.of(statement.path(OF)).matched().entrySet().stream()
        .anyMatch(
            entry ->
                !Collections.disjoint(
                    entry.getValue(), person.matched().getOrDefault(entry.getKey(), Set.of())));
  }
}
