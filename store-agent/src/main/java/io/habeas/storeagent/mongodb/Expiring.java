package io.habeas.storeagent.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.Task;
import io.habeas.storeagent.connector.Due;
import io.habeas.storeagent.connector.Keeping;
import io.habeas.storeagent.mongodb.WorkNotes.Tally;
import io.habeas.storeagent.mongodb.WorkNotes.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases what was kept under duties that are over, found by {@code habeas_retention} and nothing
 * else (legal rule L20). How much that is, is noted before anything goes; the duty of a record goes
 * last, so that whoever takes this up again finds what is left. A record that another request keeps
 * for longer stays. So does one that is {@link Retaining#isStrange strange}; its duty stays too, so
 * that it is told as kept for too long, and a person looks.
 */
final class Expiring {
  private static final Logger log = LoggerFactory.getLogger(Expiring.class);

  private final MongoStore store;
  private final Fence fence;
  private final Restricting restricting;
  private final Retaining retaining;
  private final Statements statements;

  Expiring(MongoStore store, Fence fence, Restricting restricting, Retaining retaining) {
    this.store = store;
    this.fence = fence;
    this.restricting = restricting;
    this.retaining = retaining;
    this.statements = new Statements(store.statements());
  }

  /** Erases what may be kept no longer as of then, or as of what an unfinished task says. */
  Erased expire(Task task, Instant asOf, Noting noting) throws Deferred {
    Work work = noting.of(task, Action.EXPIRE, attempt -> count(task, new Due(asOf)));
    Optional<Due> due = work.due();
    if (due.isPresent()) {
      each(
          task,
          due.get(),
          (collection, rows) -> {
            fence.check(task);
            erase(task, collection, rows, due.get());
          });
    }
    return Keeping.told(work.gone(), retaining.retained());
  }

  private Map<String, Tally> count(Task task, Due due) throws Deferred {
    Map<String, Tally> tallies = new TreeMap<>();
    each(
        task,
        due,
        (collection, rows) -> {
          List<BsonDocument> known = known(collection, rows);
          if (known.size() < rows.size()) {
            log.error(
                "Expected documents of {} to be as they were when they were retained but {} count"
                    + " from another day: they may be somebody else's and stay, until a person has"
                    + " looked at them",
                collection,
                rows.size() - known.size());
          }
          long gone = known.size() - keptByOthers(task, collection, keys(known), due).size();
          tallies.merge(collection, new Tally(due.noted(), gone, 0), Tally::plus);
        });
    return tallies;
  }

  /** The duties of documents that are the same still, or are gone. */
  private List<BsonDocument> known(String collection, List<BsonDocument> rows) {
    List<String> origins =
        rows.stream()
            .filter(row -> row.containsKey(Retaining.COUNTED_FROM))
            .map(row -> row.getString(Retaining.COUNTED_FROM).getValue())
            .distinct()
            .toList();
    if (origins.isEmpty()) {
      return rows;
    }
    Map<Object, BsonDocument> byKey = new HashMap<>();
    records(collection)
        .find(Filters.in("_id", keys(rows)))
        .projection(Projections.include(origins))
        .forEach(
            document -> byKey.put(Scalars.canonical(Paths.required(document, "_id")), document));
    return rows.stream()
        .filter(
            row -> {
              BsonDocument document =
                  byKey.get(Scalars.canonical(Paths.required(row, Retaining.KEY)));
              return document == null || !Retaining.isStrange(row, document);
            })
        .toList();
  }

  private void erase(Task task, String collection, List<BsonDocument> all, Due due) {
    List<BsonDocument> rows = known(collection, all);
    List<BsonValue> keys = keys(rows);
    Set<Object> kept = keptByOthers(task, collection, keys, due);
    List<BsonValue> gone =
        keys.stream().filter(key -> !kept.contains(Scalars.canonical(key))).toList();
    records(collection).deleteMany(Filters.in("_id", gone));
    statements.forget(collection, gone);
    restricting.forget(collection, gone);
    keys.stream()
        .filter(key -> kept.contains(Scalars.canonical(key)))
        .forEach(key -> restricting.show(collection, key));
    store
        .retentions()
        .deleteMany(Filters.in("_id", rows.stream().map(row -> row.get("_id")).toList()));
  }

  private Set<Object> keptByOthers(Task task, String collection, List<BsonValue> keys, Due due) {
    Set<Object> kept = new HashSet<>();
    store
        .retentions()
        .find(
            Filters.and(
                Retaining.ofRecord(collection, keys),
                Filters.ne(Retaining.REQUEST, task.requestId().toString()),
                Filters.gt(Retaining.EXPIRY, time(due))))
        .forEach(row -> kept.add(Scalars.canonical(Paths.required(row, Retaining.KEY))));
    return kept;
  }

  /** What is done with some rows of one collection. */
  @FunctionalInterface
  private interface Batch {
    void take(String collection, List<BsonDocument> rows) throws Deferred;
  }

  /** Gives the rows of the request that are due to {@code batch}, some at a time. */
  private void each(Task task, Due due, Batch batch) throws Deferred {
    Bson ofRequest =
        Filters.and(
            Filters.eq(Retaining.REQUEST, task.requestId().toString()),
            Filters.lte(Retaining.EXPIRY, time(due)));
    try (MongoCursor<BsonDocument> cursor =
        store.retentions().find(ofRequest).batchSize(store.chunk()).cursor()) {
      Map<String, List<BsonDocument>> some = new TreeMap<>();
      int size = 0;
      while (cursor.hasNext()) {
        BsonDocument row = cursor.next();
        some.computeIfAbsent(
                row.getString(Retaining.COLLECTION).getValue(), name -> new ArrayList<>())
            .add(row);
        size++;
        if (size == store.chunk() || !cursor.hasNext()) {
          for (Map.Entry<String, List<BsonDocument>> of : some.entrySet()) {
            batch.take(of.getKey(), of.getValue());
          }
          some.clear();
          size = 0;
        }
      }
    }
  }

  private static BsonDateTime time(Due due) {
    return new BsonDateTime(due.asOf().toEpochMilli());
  }

  private static List<BsonValue> keys(List<BsonDocument> rows) {
    return rows.stream().map(row -> Paths.required(row, Retaining.KEY)).toList();
  }

  private MongoCollection<BsonDocument> records(String collection) {
    return store.database().getCollection(collection, BsonDocument.class);
  }
}
