package io.habeas.storeagent.search;

import io.habeas.participant.Deferred;
import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.search.Records.Change;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the documents of the index {@code ...restriction} look like, and what they do to records.
 */
final class RestrictionEntry {
  static final String REQUESTS = "requests";
  static final String COLLECTION = "collection";
  static final String KEY = "key";
  static final String RECORDS = "records";
  static final String ELEMENTS = "elements";
  static final String STATUS = "status";
  static final String FIELD = "field";
  static final String RESTRICTED = "restricted";

  /** What the status was; absent where there was none. */
  static final String PREVIOUS = "previous";

  private RestrictionEntry() {}

  /** A field and the value by which it hides. */
  record Status(String field, JsonNode restricted) {
    static Status of(JsonNode held) {
      return new Status(held.path(FIELD).asString(), held.path(RESTRICTED));
    }

    /** What is remembered of a document that is not hidden. */
    ObjectNode held(Doc document) {
      ObjectNode held = Json.object();
      held.put(FIELD, field);
      held.set(RESTRICTED, restricted);
      JsonNode previous = document.fields().get(field);
      if (previous != null) {
        held.set(PREVIOUS, previous);
      }
      return held;
    }

    boolean hides(Doc document) {
      return restricted.equals(document.fields().path(field));
    }

    /** Hides those of {@code keys} that are there. */
    void set(Records records, List<DocKey> keys) throws Deferred {
      records.change(
          keys,
          document -> {
            if (hides(document)) {
              return new Change.None();
            }
            ObjectNode hidden = document.fields().deepCopy();
            hidden.set(field, restricted);
            return new Change.Replace(hidden);
          });
    }
  }

  /** The requests that hide the record of {@code entry}. */
  static TreeSet<String> requests(ObjectNode entry) {
    TreeSet<String> requests = new TreeSet<>();
    entry.path(REQUESTS).forEach(one -> requests.add(one.asString()));
    return requests;
  }

  /** The id of a record's entry. */
  static String id(String collection, DocKey key) {
    return key.digest(collection);
  }
}
