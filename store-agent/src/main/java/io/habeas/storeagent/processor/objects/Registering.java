package io.habeas.storeagent.processor.objects;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.habeas.participant.Deferred;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.mongodb.MongoFailures;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * Brings objects into the ledger: see {@link ObjectEntries}. One that is there stays whose it is.
 */
final class Registering {
  private final Ledger ledger;

  Registering(Ledger ledger) {
    this.ledger = ledger;
  }

  /** What became of a report. */
  enum Reported {
    /** It is in the ledger. */
    KEPT,
    /**
     * It is somebody else's, as far as the ledger knows: to delete it would not be for us alone.
     */
    OF_ANOTHER
  }

  /**
   * Keeps whose an object is. Further keys of somebody are added where one of them is known; a
   * different person is never.
   *
   * @param subjects keys of {@link ObjectsPlan#subject}, at least one
   */
  Reported report(String kind, Map<String, String> object, Set<String> subjects) throws Deferred {
    String id = ledger.name(kind, String.join("/", object.values()));
    return ledger.guarded(
        () -> {
          if (insert(id, kind, object, subjects)) {
            return Reported.KEPT;
          }
          BsonDocument found = collection().find(Filters.eq(id)).first();
          if (found == null) {
            // Verified and dropped in this very moment: it is not there any more.
            return Reported.KEPT;
          }
          Set<String> known = strings(found.getArray(ObjectEntries.SUBJECTS));
          if (!sameSubject(known, subjects)) {
            return Reported.OF_ANOTHER;
          }
          if (!known.containsAll(subjects)) {
            collection()
                .updateOne(
                    Filters.eq(id),
                    Updates.addEachToSet(ObjectEntries.SUBJECTS, List.copyOf(subjects)));
          }
          return Reported.KEPT;
        });
  }

  private boolean insert(String id, String kind, Map<String, String> object, Set<String> subjects) {
    BsonDocument names = new BsonDocument();
    object.forEach((name, value) -> names.append(name, new BsonString(value)));
    try {
      collection()
          .insertOne(
              new BsonDocument("_id", new BsonString(id))
                  .append(ObjectEntries.DATASET, new BsonString(ledger.dataset()))
                  .append(ObjectEntries.KIND, new BsonString(kind))
                  .append(ObjectEntries.OBJECT, names)
                  .append(
                      ObjectEntries.SUBJECTS,
                      new BsonArray(subjects.stream().map(BsonString::new).toList()))
                  .append(ObjectEntries.ATTEMPTS, new BsonInt32(0)));
      return true;
    } catch (MongoException e) {
      if (MongoFailures.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Whether two sets of keys have one in common, and none of the same type that differs. */
  private static boolean sameSubject(Set<String> known, Set<String> reported) {
    boolean common = false;
    for (String key : reported) {
      String type = key.substring(0, key.indexOf(':') + 1);
      if (known.contains(key)) {
        common = true;
      } else if (known.stream().anyMatch(other -> other.startsWith(type))) {
        return false;
      }
    }
    return common;
  }

  private static Set<String> strings(BsonArray array) {
    return array.stream()
        .map(value -> value.asString().getValue())
        .collect(java.util.stream.Collectors.toSet());
  }

  private MongoCollection<BsonDocument> collection() {
    return ObjectEntries.collection(ledger);
  }
}
