package io.habeas.storeagent.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.result.UpdateResult;
import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Task;
import io.habeas.storeagent.connector.Due;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * What a task under way is about, noted before anything is changed: a document per record, which
 * makes noting one twice impossible, and a heading that says they are complete. Notes without a
 * heading are of nobody: nothing was changed by them, and they are noted anew.
 */
final class WorkNotes {
  private static final String ATTEMPT = "attempt";
  private static final String COLLECTION = "collection";
  private static final String REQUEST = "request";
  private static final String STEP = "step";
  private static final String KEPT_UNTIL = "keptUntil";
  private static final String TALLIES = "tallies";
  private static final String TREATMENT = "treatment";
  private static final String GONE = "gone";
  private static final String ANONYMISED = "anonymised";

  private final MongoStore store;

  WorkNotes(MongoStore store) {
    this.store = store;
  }

  /**
   * What a task is about.
   *
   * @param step of the task that works on it
   * @param attempt under which the records are noted
   * @param tallies by collection
   */
  record Work(int step, UUID attempt, Map<String, Tally> tallies) {
    Work {
      tallies = Map.copyOf(tallies);
    }

    /** How many records go, by collection. */
    Map<String, Long> gone() {
      Map<String, Long> gone = new TreeMap<>();
      tallies.forEach((name, tally) -> gone.put(name, tally.gone()));
      return gone;
    }

    /** By which day what was kept goes; empty if nothing does. */
    Optional<Due> due() {
      return Due.of(tallies.values().stream().map(Tally::treatment).toList());
    }
  }

  /**
   * How many records of a collection are noted.
   *
   * @param treatment what becomes of them, as the map said when they were noted
   * @param gone that go
   * @param anonymised that remain and concern nobody any more
   */
  record Tally(String treatment, long gone, long anonymised) {
    /** All of {@code counts} as one thing that is done with them. */
    static Map<String, Tally> ofAll(String treatment, Counts counts) {
      Map<String, Tally> tallies = new TreeMap<>();
      counts.records().forEach((name, count) -> tallies.put(name, new Tally(treatment, count, 0)));
      return tallies;
    }

    Tally plus(Tally other) {
      return new Tally(treatment, gone + other.gone, anonymised + other.anonymised);
    }
  }

  /**
   * One record.
   *
   * @param keptUntil when a duty to keep it ends; empty if there is none
   */
  record Note(Belonging belonging, Optional<Instant> keptUntil) {}

  /** What is done with some notes. */
  @FunctionalInterface
  interface Batch {
    void take(List<Note> some) throws Deferred;
  }

  /** The complete notes of a request for {@code action}; empty if there are none. */
  Optional<Work> find(UUID requestId, Action action) {
    return Optional.ofNullable(store.work().find(Filters.eq(heading(requestId, action))).first())
        .map(WorkNotes::work);
  }

  /** Whether notes of an earlier step are {@code task}'s from now on. */
  boolean adopt(Task task, Action action, Work from) {
    UpdateResult result =
        store
            .work()
            .updateOne(
                Filters.and(
                    Filters.eq(heading(task.requestId(), action)),
                    Filters.eq(ATTEMPT, from.attempt().toString()),
                    Filters.eq(STEP, from.step())),
                Updates.set(STEP, task.step()));
    return result.getMatchedCount() == 1;
  }

  /**
   * Says that the notes of {@code work} are complete, unless somebody was faster.
   *
   * @return the notes that stand
   */
  Work complete(UUID requestId, Action action, Work work) {
    BsonArray tallies = new BsonArray();
    work.tallies()
        .forEach(
            (name, tally) ->
                tallies.add(
                    new BsonDocument(COLLECTION, new BsonString(name))
                        .append(TREATMENT, new BsonString(tally.treatment()))
                        .append(GONE, new BsonInt64(tally.gone()))
                        .append(ANONYMISED, new BsonInt64(tally.anonymised()))));
    BsonDocument heading =
        new BsonDocument("_id", new BsonString(heading(requestId, action)))
            .append(STEP, new BsonInt32(work.step()))
            .append(ATTEMPT, new BsonString(work.attempt().toString()))
            .append(TALLIES, tallies);
    try {
      store.work().insertOne(heading);
      return work;
    } catch (MongoException e) {
      if (!MongoFailures.isDuplicate(e)) {
        throw e;
      }
      discard(work.attempt());
      return find(requestId, action).orElse(work);
    }
  }

  /**
   * Notes records.
   *
   * @return those that were not noted yet
   */
  List<Note> add(Task task, UUID attempt, String collection, List<Note> some) {
    if (some.isEmpty()) {
      return List.of();
    }
    List<BsonDocument> documents =
        some.stream().map(note -> document(task, attempt, collection, note)).toList();
    try {
      store.work().insertMany(documents, new InsertManyOptions().ordered(false));
      return some;
    } catch (MongoBulkWriteException e) {
      if (!MongoFailures.isDuplicate(e)) {
        throw e;
      }
      List<Note> added = new ArrayList<>(some);
      e.getWriteErrors().stream().map(error -> some.get(error.getIndex())).forEach(added::remove);
      return added;
    }
  }

  /** Gives the notes of one collection to {@code batch}, some at a time. */
  void each(UUID attempt, String collection, Batch batch) throws Deferred {
    try (MongoCursor<BsonDocument> cursor =
        store
            .work()
            .find(
                Filters.and(
                    Filters.eq(ATTEMPT, attempt.toString()), Filters.eq(COLLECTION, collection)))
            .batchSize(store.chunk())
            .cursor()) {
      List<Note> some = new ArrayList<>();
      while (cursor.hasNext()) {
        some.add(note(cursor.next()));
        if (some.size() == store.chunk() || !cursor.hasNext()) {
          batch.take(some);
          some = new ArrayList<>();
        }
      }
    }
  }

  /** Drops what was noted under {@code attempt} and is of no use. */
  void discard(UUID attempt) {
    store
        .work()
        .deleteMany(Filters.and(Filters.eq(ATTEMPT, attempt.toString()), Filters.exists(REQUEST)));
  }

  /** Drops complete notes, the heading last: without it nobody would know of them. */
  void drop(UUID requestId, Action action, Work work) {
    discard(work.attempt());
    store
        .work()
        .deleteOne(
            Filters.and(
                Filters.eq(heading(requestId, action)),
                Filters.eq(ATTEMPT, work.attempt().toString())));
  }

  /**
   * Drops what was noted up to a step that has its outcome, and what attempts left behind that came
   * to nothing.
   *
   * @param unfinished whether an erasure is under way, of which nothing is dropped
   */
  void drop(UUID requestId, int step, boolean unfinished) {
    if (!unfinished) {
      store
          .work()
          .deleteMany(
              Filters.and(Filters.eq(REQUEST, requestId.toString()), Filters.lte(STEP, step)));
      dropHeading(requestId, step, Action.ERASE);
    }
    dropHeading(requestId, step, Action.LIFT);
    dropHeading(requestId, step, Action.RECTIFY);
    dropHeading(requestId, step, Action.EXPIRE);
  }

  private void dropHeading(UUID requestId, int step, Action action) {
    store
        .work()
        .deleteOne(Filters.and(Filters.eq(heading(requestId, action)), Filters.lte(STEP, step)));
  }

  private static String heading(UUID requestId, Action action) {
    return requestId + "/" + action;
  }

  private static BsonDocument document(Task task, UUID attempt, String collection, Note note) {
    BsonDocument document =
        new BsonDocument(
                "_id",
                new BsonDocument(ATTEMPT, new BsonString(attempt.toString()))
                    .append(COLLECTION, new BsonString(collection))
                    .append("key", note.belonging().key()))
            .append(ATTEMPT, new BsonString(attempt.toString()))
            .append(COLLECTION, new BsonString(collection))
            .append(REQUEST, new BsonString(task.requestId().toString()))
            .append(STEP, new BsonInt32(task.step()));
    document.putAll(note.belonging().toBson());
    note.keptUntil().ifPresent(end -> document.append(KEPT_UNTIL, new BsonString(end.toString())));
    return document;
  }

  private static Note note(BsonDocument document) {
    return new Note(
        Belonging.of(document),
        document.containsKey(KEPT_UNTIL)
            ? Optional.of(Instant.parse(document.getString(KEPT_UNTIL).getValue()))
            : Optional.empty());
  }

  private static Work work(BsonDocument heading) {
    Map<String, Tally> tallies = new TreeMap<>();
    for (BsonValue value : heading.getArray(TALLIES)) {
      BsonDocument tally = value.asDocument();
      tallies.put(
          tally.getString(COLLECTION).getValue(),
          new Tally(
              tally.getString(TREATMENT).getValue(),
              tally.getNumber(GONE).longValue(),
              tally.getNumber(ANONYMISED).longValue()));
    }
    return new Work(
        heading.getNumber(STEP).intValue(),
        UUID.fromString(heading.getString(ATTEMPT).getValue()),
        tallies);
  }
}
