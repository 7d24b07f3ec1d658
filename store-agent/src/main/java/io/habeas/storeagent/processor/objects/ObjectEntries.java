package io.habeas.storeagent.processor.objects;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.storeagent.ledger.Ledger;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/**
 * Which object is whose: one document per object, changed by atomic operations on it. It names the
 * object as the processor does, and the person by keyed hashes only; both are pseudonyms (Recital
 * 26). It stays as long as the object does, and after that until an erasure of the person is
 * verified, since only by it can anybody look again.
 */
final class ObjectEntries {
  static final String DATASET = "dataset";
  static final String KIND = "kind";
  static final String OBJECT = "object";
  static final String SUBJECTS = "subjects";
  static final String ATTEMPTS = "attempts";

  private static final String GONE_FOR = "gone.request";
  private static final String GONE_AT_STEP = "gone.step";
  private static final String GONE_ERASED = "gone.erased";
  private static final String GONE_SINCE = "gone.since";
  private static final String GONE_TOLD = "gone.told";
  private static final String GONE = "gone";

  private static final String CHECKED_FOR = "checked.task";
  private static final String CHECKED_PRESENT = "checked.present";

  private static final int PAGE = 100;

  private final Ledger ledger;
  private final Clock clock;

  ObjectEntries(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
    ledger.journal().afterSealing(this::afterVerification);
    ledger.clearAbandoned(this::clear);
  }

  /** How many objects of a person there are, as far as the ledger knows. */
  Counts count(Set<String> kinds, Set<String> subjects) throws Deferred {
    return counted(kinds, listed(subjects));
  }

  /**
   * Objects of a person that are not gone.
   *
   * @param after the name of the last one of the page before; empty for the first page
   */
  List<ObjectEntry> page(Set<String> subjects, String after) throws Deferred {
    return page(Filters.and(listed(subjects), Filters.gt("_id", after)));
  }

  /** Notes, before it is done, that an object is told to be deleted. */
  void attempt(ObjectEntry entry) throws Deferred {
    ledger.guarded(() -> entries().updateOne(Filters.eq(entry.id()), Updates.inc(ATTEMPTS, 1)));
  }

  /**
   * Whether somebody, we ourselves before a crash say, has told it before or meanwhile, so that it
   * is gone because of that.
   */
  boolean isAttemptedElsewhere(ObjectEntry entry) throws Deferred {
    return ledger.guarded(
        () -> {
          BsonDocument found = entries().find(Filters.eq(entry.id())).first();
          return found != null && found.getInt32(ATTEMPTS).getValue() > 1;
        });
  }

  /**
   * Notes that an object is gone.
   *
   * @param erased whether by us
   */
  void gone(TaskId task, ObjectEntry entry, boolean erased) throws Deferred {
    ledger.guarded(
        () ->
            entries()
                .updateOne(
                    Filters.eq(entry.id()),
                    Updates.combine(
                        Updates.set(GONE_FOR, task.requestId().toString()),
                        Updates.max(GONE_AT_STEP, task.step()),
                        // Of two at once, the one that knows better is right.
                        Updates.max(GONE_ERASED, erased ? 1 : 0),
                        Updates.set(GONE_SINCE, now()))));
  }

  /** What was erased for a request and never told, or not known to be told. */
  Counts erased(Set<String> kinds, UUID requestId) throws Deferred {
    return counted(
        kinds,
        Filters.and(
            goneFor(requestId), Filters.eq(GONE_ERASED, 1), Filters.exists(GONE_TOLD, false)));
  }

  /**
   * Objects of a person, and those that should be gone for them, not looked at by this task yet.
   */
  List<ObjectEntry> unchecked(TaskId task, Set<String> subjects, String after) throws Deferred {
    return page(
        Filters.and(
            Filters.or(
                Filters.and(Filters.eq(DATASET, ledger.dataset()), ofAny(subjects)),
                goneFor(task.requestId())),
            Filters.ne(CHECKED_FOR, name(task)),
            Filters.gt("_id", after)));
  }

  /** Notes whether an object is there. One that should be gone and is not is to be deleted anew. */
  void checked(TaskId task, ObjectEntry entry, boolean present) throws Deferred {
    List<Bson> changes = new ArrayList<>();
    changes.add(Updates.set(CHECKED_FOR, name(task)));
    changes.add(Updates.set(CHECKED_PRESENT, BsonBoolean.valueOf(present)));
    if (present) {
      changes.add(Updates.unset(GONE));
      changes.add(Updates.set(ATTEMPTS, 0));
    }
    ledger.guarded(() -> entries().updateOne(Filters.eq(entry.id()), Updates.combine(changes)));
  }

  /** What this task has found to be there. */
  Counts present(Set<String> kinds, TaskId task) throws Deferred {
    return counted(
        kinds,
        Filters.and(
            Filters.eq(CHECKED_FOR, name(task)), Filters.eq(CHECKED_PRESENT, BsonBoolean.TRUE)));
  }

  /** An erasure is followed by its verification only where it was told. */
  private void afterVerification(TaskId task, Action action, Outcome outcome) {
    if (action != Action.VERIFY) {
      return;
    }
    if (outcome instanceof Outcome.ErasureVerified) {
      entries()
          .deleteMany(
              Filters.and(
                  Filters.eq(CHECKED_FOR, name(task)),
                  Filters.eq(CHECKED_PRESENT, BsonBoolean.FALSE)));
    } else {
      entries()
          .updateMany(
              Filters.and(goneFor(task.requestId()), Filters.lt(GONE_AT_STEP, task.step())),
              Updates.set(GONE_TOLD, BsonBoolean.TRUE));
    }
  }

  /** What is gone, but for a request that ended before that was verified. */
  private void clear(Instant since) {
    entries().createIndex(Indexes.ascending(DATASET, SUBJECTS));
    entries().createIndex(Indexes.ascending(GONE_FOR));
    entries().createIndex(Indexes.ascending(CHECKED_FOR));
    entries().deleteMany(Filters.lt(GONE_SINCE, new BsonDateTime(since.toEpochMilli())));
  }

  private List<ObjectEntry> page(Bson which) throws Deferred {
    return ledger.guarded(
        () ->
            entries()
                .find(which)
                .sort(Sorts.ascending("_id"))
                .limit(PAGE)
                .map(ObjectEntries::read)
                .into(new ArrayList<>()));
  }

  private Counts counted(Collection<String> kinds, Bson which) throws Deferred {
    Map<String, Long> counts = new HashMap<>();
    for (String kind : kinds) {
      counts.put(
          kind,
          ledger.guarded(
              () -> entries().countDocuments(Filters.and(which, Filters.eq(KIND, kind)))));
    }
    return new Counts(counts);
  }

  private Bson listed(Set<String> subjects) {
    return Filters.and(
        Filters.eq(DATASET, ledger.dataset()), ofAny(subjects), Filters.exists(GONE, false));
  }

  private static Bson ofAny(Set<String> subjects) {
    return Filters.in(SUBJECTS, subjects);
  }

  private Bson goneFor(UUID requestId) {
    return Filters.and(
        Filters.eq(DATASET, ledger.dataset()), Filters.eq(GONE_FOR, requestId.toString()));
  }

  private String name(TaskId task) {
    return ledger.name(task.requestId().toString(), String.valueOf(task.step()));
  }

  private BsonDateTime now() {
    return new BsonDateTime(clock.millis());
  }

  private static ObjectEntry read(BsonDocument entry) {
    Map<String, String> object = new LinkedHashMap<>();
    entry
        .getDocument(OBJECT)
        .forEach((name, value) -> object.put(name, value.asString().getValue()));
    return new ObjectEntry(
        entry.getString("_id").getValue(), entry.getString(KIND).getValue(), object);
  }

  private MongoCollection<BsonDocument> entries() {
    return collection(ledger);
  }

  static MongoCollection<BsonDocument> collection(Ledger ledger) {
    return ledger.collection("object");
  }
}
