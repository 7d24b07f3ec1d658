package io.habeas.storeagent.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Task;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Hides records and shows them again as they were (Art. 18). Each hidden record has a document of
 * its request in {@code habeas_restriction}, written before the record is hidden and dropped after
 * it is shown; where several requests hide the same record, the last one to lift shows it. Every
 * operation may be repeated from any point.
 */
final class Restricting {
  private static final String REQUEST = "request";
  private static final String COLLECTION = "collection";
  private static final String KEY = "key";
  private static final String RECORDS = "records";
  private static final String STATUS = "status";
  private static final String FIELD = "field";
  private static final String RESTRICTED = "restricted";

  /** What the status was; absent where there was none. */
  private static final String PREVIOUS = "previous";

  private static final int TRIES = 5;

  private final MongoStore store;
  private final UUID requestId;
  private final Instant now;

  Restricting(MongoStore store, UUID requestId, Instant now) {
    this.store = store;
    this.requestId = requestId;
    this.now = now;
  }

  /**
   * Hides what of a document is the person's, if the collection's records can be hidden.
   *
   * @param records how many records that is
   * @return what is remembered of it, for {@link #undo}; empty if nothing was hidden
   * @throws Deferred if somebody else hides and shows it all the time
   */
  Optional<BsonDocument> hide(Documents documents, Belonging belonging, long records)
      throws Deferred {
    return switch (documents.restriction()) {
      // Said so in the map.
      case Restriction.None _ -> Optional.empty();
      case Restriction.ShadowTable() ->
          Optional.of(
              insert(
                  entry(documents, belonging, records)
                      .append("elements", elements(documents, belonging))));
      case Restriction.StatusColumn status -> hide(documents, belonging, records, status);
    };
  }

  private Optional<BsonDocument> hide(
      Documents documents, Belonging belonging, long records, Restriction.StatusColumn status)
      throws Deferred {
    BsonValue value = restricted(documents, status);
    Optional<BsonDocument> entry = find(documents.name(), belonging.key());
    if (entry.isEmpty()) {
      BsonDocument held = held(documents, belonging.key(), status.column(), value);
      if (held == null) {
        return Optional.empty();
      }
      entry = Optional.of(insert(entry(documents, belonging, records).append(STATUS, held)));
    }
    set(documents.name(), belonging.key(), status.column(), value);
    return entry;
  }

  /** Shows again what was hidden, also if what was remembered of it is dropped already. */
  void undo(BsonDocument remembered) {
    show(remembered);
  }

  /**
   * What is to be remembered of a record's status: that of whoever hid it before, or its own; null
   * if the record is gone.
   */
  private @Nullable BsonDocument held(
      Documents documents, BsonValue key, String field, BsonValue restricted) throws Deferred {
    BsonDocument before = current(documents.name(), key, field);
    for (int i = 0; i < TRIES && before != null; i++) {
      BsonDocument other = store.restrictions().find(others(documents.name(), key)).first();
      if (other != null && other.containsKey(STATUS)) {
        return other.getDocument(STATUS);
      }
      // Whoever hid it may have shown it again since it was looked at: then it was not its own.
      BsonDocument again = current(documents.name(), key, field);
      if (again == null || again.equals(before)) {
        return again == null ? null : status(field, restricted, again.get(field));
      }
      before = again;
    }
    if (before == null) {
      return null;
    }
    throw new Deferred(WaitReason.RECORD_LOCKED);
  }

  private static BsonDocument status(
      String field, BsonValue restricted, @Nullable BsonValue previous) {
    BsonDocument status =
        new BsonDocument(FIELD, new BsonString(field)).append(RESTRICTED, restricted);
    return previous == null ? status : status.append(PREVIOUS, previous);
  }

  private @Nullable BsonDocument current(String collection, BsonValue key, String field) {
    return records(collection).find(Filters.eq(key)).projection(Projections.include(field)).first();
  }

  /** Shows again what this request hid of a document; what changed since stays changed. */
  void show(String collection, BsonValue key) {
    find(collection, key).ifPresent(this::show);
  }

  private void show(BsonDocument entry) {
    String collection = entry.getString(COLLECTION).getValue();
    BsonValue key = Paths.required(entry, KEY);
    if (entry.containsKey(STATUS)) {
      BsonDocument status = entry.getDocument(STATUS);
      String field = status.getString(FIELD).getValue();
      BsonValue restricted = Paths.required(status, RESTRICTED);
      if (store.restrictions().find(others(collection, key)).first() == null) {
        records(collection)
            .updateOne(
                Filters.and(Filters.eq(key), Filters.eq(field, restricted)),
                status.containsKey(PREVIOUS)
                    ? Updates.set(field, status.get(PREVIOUS))
                    : Updates.unset(field));
        // Somebody who hides it at this moment takes over what is remembered here.
        if (store.restrictions().find(others(collection, key)).first() != null) {
          set(collection, key, field, restricted);
        }
      }
    }
    store.restrictions().deleteOne(Filters.eq(entry.get("_id")));
  }

  /** Shows again everything that this request hid, as long as {@code task} is to be worked on. */
  void showAll(Fence fence, Task task) throws Deferred {
    try (MongoCursor<BsonDocument> cursor = ofRequest()) {
      while (cursor.hasNext()) {
        fence.check(task);
        show(cursor.next());
      }
    }
  }

  /** Forgets who hid documents that are gone. */
  void forget(String collection, List<BsonValue> gone) {
    store
        .restrictions()
        .deleteMany(Filters.and(Filters.eq(COLLECTION, collection), Filters.in(KEY, gone)));
  }

  /** What this request has hidden, as it stands. */
  Counts restricted(DocumentPlan plan) {
    Map<String, Long> counts = new TreeMap<>();
    try (MongoCursor<BsonDocument> cursor = ofRequest()) {
      while (cursor.hasNext()) {
        BsonDocument entry = cursor.next();
        counts.merge(
            entry.getString(COLLECTION).getValue(),
            entry.getNumber(RECORDS).longValue(),
            Long::sum);
      }
    }
    counts.keySet().retainAll(plan.names());
    return new Counts(counts);
  }

  private MongoCursor<BsonDocument> ofRequest() {
    return store
        .restrictions()
        .find(Filters.eq(REQUEST, requestId.toString()))
        .batchSize(store.chunk())
        .cursor();
  }

  private Optional<BsonDocument> find(String collection, BsonValue key) {
    return Optional.ofNullable(store.restrictions().find(Filters.eq(id(collection, key))).first());
  }

  /** What is remembered first stays: by the second time, the record is hidden. */
  private BsonDocument insert(BsonDocument entry) {
    try {
      store.restrictions().insertOne(entry);
      return entry;
    } catch (MongoException e) {
      if (!MongoFailures.isDuplicate(e)) {
        throw e;
      }
      return Optional.ofNullable(store.restrictions().find(Filters.eq(entry.get("_id"))).first())
          .orElse(entry);
    }
  }

  private BsonDocument entry(Documents documents, Belonging belonging, long records) {
    return new BsonDocument("_id", id(documents.name(), belonging.key()))
        .append(REQUEST, new BsonString(requestId.toString()))
        .append(COLLECTION, new BsonString(documents.name()))
        .append(KEY, belonging.key())
        .append(RECORDS, new BsonInt64(records))
        .append("at", new BsonDateTime(now.toEpochMilli()));
  }

  /** For an application that shows a document without the elements which are hidden. */
  private static BsonArray elements(Documents documents, Belonging belonging) {
    BsonArray elements = new BsonArray();
    for (Part part : documents.elements()) {
      if (belonging.concerns(part)) {
        elements.add(
            new BsonDocument("list", new BsonString(part.list().orElseThrow()))
                .append(
                    "fields",
                    new Belonging(
                            belonging.key(),
                            belonging.matched().entrySet().stream()
                                .filter(entry -> part.finders().contains(entry.getKey()))
                                .collect(
                                    java.util.stream.Collectors.toMap(
                                        Map.Entry::getKey, Map.Entry::getValue)))
                        .matchedToBson()));
      }
    }
    return elements;
  }

  private void set(String collection, BsonValue key, String field, BsonValue restricted) {
    records(collection)
        .updateOne(
            Filters.and(Filters.eq(key), Filters.ne(field, restricted)),
            Updates.set(field, restricted));
  }

  private Bson others(String collection, BsonValue key) {
    return Filters.and(
        Filters.eq(COLLECTION, collection),
        Filters.eq(KEY, key),
        Filters.ne(REQUEST, requestId.toString()));
  }

  private BsonDocument id(String collection, BsonValue key) {
    return new BsonDocument(REQUEST, new BsonString(requestId.toString()))
        .append(COLLECTION, new BsonString(collection))
        .append(KEY, key);
  }

  private MongoCollection<BsonDocument> records(String collection) {
    return store.database().getCollection(collection, BsonDocument.class);
  }

  private static BsonValue restricted(Documents documents, Restriction.StatusColumn status) {
    return Scalars.constant(status.restricted(), documents.field(status.column()).type());
  }
}
