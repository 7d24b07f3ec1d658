package io.habeas.storeagent.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.habeas.participant.Deferred;
import io.habeas.participant.Retained;
import io.habeas.participant.RetentionGround;
import io.habeas.participant.RetentionSink;
import io.habeas.storeagent.connector.Keeping;
import io.habeas.storeagent.connector.RequestByRequest;
import io.habeas.storeagent.document.ShapeMismatch;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.map.RetentionRule.Meanwhile;
import io.habeas.storeagent.mongodb.Rewriting.Change;
import io.habeas.storeagent.mongodb.WorkNotes.Note;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * Converts records to retained (Art. 17(3)): beside each, a document in {@code habeas_retention},
 * which also holds what the record is to become until that is done. So a hash is made once, however
 * often this is taken up again.
 */
final class Retaining {
  static final String REQUEST = "request";
  static final String COLLECTION = "collection";
  static final String KEY = "key";
  private static final String RULE = "rule";
  private static final String GROUND = "ground";
  private static final String STATUTE = "statute";
  private static final String JURISDICTION = "jurisdiction";
  static final String EXPIRY = "expiry";

  /** The field from which the period counts, and what it held. */
  static final String COUNTED_FROM = "countedFrom";

  private static final String COUNTED = "counted";

  /** What the record becomes, until it has. */
  private static final String PENDING = "pending";

  private final MongoStore store;
  private final Rewriting rewriting;
  private final Restricting restricting;
  private final UUID requestId;
  private final Instant now;

  Retaining(
      MongoStore store, Rewriting rewriting, Restricting restricting, UUID requestId, Instant now) {
    this.store = store;
    this.rewriting = rewriting;
    this.restricting = restricting;
    this.requestId = requestId;
    this.now = now;
  }

  /** From when {@code document} may no longer be kept. */
  static Instant expiry(
      Documents documents, RetentionRule rule, BsonDocument document, ZonedDateTime now) {
    BsonValue from = Paths.at(document, documents.field(rule.from()).path());
    if (from == null || from.isNull()) {
      return rule.period().end(Optional.empty(), now);
    }
    if (!from.isDateTime()) {
      throw new ShapeMismatch(documents.name() + "." + rule.from(), "a date");
    }
    return rule.period().end(Optional.of(Instant.ofEpochMilli(from.asDateTime().getValue())), now);
  }

  /**
   * Keeps one record as the rule says.
   *
   * @param expiry from when it may no longer be kept
   */
  void keep(Documents documents, Treatment.Retain treatment, Note note, Instant expiry)
      throws Deferred {
    Belonging belonging = note.belonging();
    Optional<BsonDocument> entry = find(documents, belonging.key());
    if (entry.isEmpty()) {
      BsonDocument document = records(documents).find(Filters.eq(belonging.key())).first();
      if (document == null || !belonging.stillOwns(documents, document)) {
        restricting.show(documents.name(), belonging.key());
        return;
      }
      insert(entry(documents, treatment, belonging.key(), expiry, document));
      entry = find(documents, belonging.key());
    }
    if (treatment.rule().meanwhile().contains(Meanwhile.RESTRICT)) {
      restricting.hide(documents, belonging, 1);
    } else {
      restricting.show(documents.name(), belonging.key());
    }
    if (entry.isPresent() && entry.get().containsKey(PENDING)) {
      become(documents, belonging.key(), entry.get());
    }
  }

  private void become(Documents documents, BsonValue key, BsonDocument entry) {
    List<Bson> changes = new ArrayList<>();
    for (BsonValue value : entry.getArray(PENDING)) {
      BsonDocument change = value.asDocument();
      changes.add(Updates.set(change.getString("path").getValue(), change.get("value")));
    }
    records(documents).updateOne(Filters.eq(key), Updates.combine(changes));
    store.retentions().updateOne(Filters.eq(entry.get("_id")), Updates.unset(PENDING));
  }

  private BsonDocument entry(
      Documents documents,
      Treatment.Retain treatment,
      BsonValue key,
      Instant expiry,
      BsonDocument document) {
    RetentionRule rule = treatment.rule();
    BsonDocument entry =
        new BsonDocument("_id", id(documents, key))
            .append(REQUEST, new BsonString(requestId.toString()))
            .append(COLLECTION, new BsonString(documents.name()))
            .append(KEY, key)
            .append(RULE, new BsonString(rule.rule()))
            .append(GROUND, new BsonString(rule.ground().name()))
            .append(STATUTE, new BsonString(rule.statute()))
            .append(JURISDICTION, new BsonString(rule.jurisdiction()))
            .append(EXPIRY, new BsonDateTime(expiry.toEpochMilli()))
            .append("at", new BsonDateTime(now.toEpochMilli()));
    if (!changesOrigin(treatment)) {
      entry
          .append(COUNTED_FROM, new BsonString(rule.from()))
          .append(COUNTED, origin(rule.from(), document));
    }
    // Whoever retained it first has also said what it becomes.
    if (store.retentions().find(ofRecord(documents.name(), List.of(key))).first() == null) {
      List<Change> changes = rewriting.changes(documents, document, treatment.strategies());
      if (!changes.isEmpty()) {
        BsonArray pending = new BsonArray();
        changes.forEach(
            change ->
                pending.add(
                    new BsonDocument("path", new BsonString(change.path()))
                        .append("value", change.to())));
        entry.append(PENDING, pending);
      }
    }
    return entry;
  }

  /** What changes meanwhile cannot tell later whether a document is still the same. */
  private static boolean changesOrigin(Treatment.Retain treatment) {
    ErasureStrategy strategy = treatment.strategies().get(treatment.rule().from());
    return strategy != null && !(strategy instanceof ErasureStrategy.Kept);
  }

  /** From what the time of {@code document} counts; null for nothing. */
  private static BsonValue origin(String path, BsonDocument document) {
    BsonValue value = Paths.at(document, path);
    return value == null ? BsonNull.VALUE : value;
  }

  /**
   * Whether {@code document}, under the key of one that was retained, counts from something else
   * than that did: years have passed, and the key may have been given to somebody else's.
   */
  static boolean isStrange(BsonDocument entry, BsonDocument document) {
    return entry.containsKey(COUNTED_FROM)
        && !Scalars.canonical(origin(entry.getString(COUNTED_FROM).getValue(), document))
            .equals(Scalars.canonical(Paths.required(entry, COUNTED)));
  }

  private void insert(BsonDocument entry) {
    try {
      store.retentions().insertOne(entry);
    } catch (MongoException e) {
      if (!MongoFailures.isDuplicate(e)) {
        throw e;
      }
    }
  }

  /** Forgets the duties to keep documents that are gone. */
  void forget(String collection, List<BsonValue> gone) {
    store.retentions().deleteMany(ofRecord(collection, gone));
  }

  /** What is kept for this request, as it stands. */
  List<Retained> retained() {
    var keeping = new Keeping();
    try (MongoCursor<BsonDocument> cursor =
        store
            .retentions()
            .find(Filters.eq(REQUEST, requestId.toString()))
            .batchSize(store.chunk())
            .cursor()) {
      while (cursor.hasNext()) {
        keeping.add(read(cursor.next()));
      }
    }
    return keeping.retained();
  }

  /** What is kept for every request, as it stands. */
  static void report(MongoStore store, RetentionSink sink) {
    var requests = new RequestByRequest(sink);
    try (MongoCursor<BsonDocument> cursor =
        store
            .readingRetentions()
            .find()
            .sort(Sorts.ascending(REQUEST))
            // Where the index could not be made.
            .allowDiskUse(true)
            .batchSize(store.chunk())
            .cursor()) {
      while (cursor.hasNext()) {
        BsonDocument entry = cursor.next();
        requests.add(UUID.fromString(entry.getString(REQUEST).getValue()), read(entry));
      }
    }
    requests.finish();
  }

  private static Retained read(BsonDocument entry) {
    Instant expiry = Instant.ofEpochMilli(entry.getDateTime(EXPIRY).getValue());
    return new Retained(
        entry.getString(COLLECTION).getValue(),
        entry.getString(RULE).getValue(),
        RetentionGround.valueOf(entry.getString(GROUND).getValue()),
        entry.getString(STATUTE).getValue(),
        entry.getString(JURISDICTION).getValue(),
        1,
        expiry,
        expiry);
  }

  /** The duties to keep any of some documents. */
  static Bson ofRecord(String collection, List<BsonValue> keys) {
    return Filters.and(Filters.eq(COLLECTION, collection), Filters.in(KEY, keys));
  }

  private Optional<BsonDocument> find(Documents documents, BsonValue key) {
    return Optional.ofNullable(store.retentions().find(Filters.eq(id(documents, key))).first());
  }

  private BsonDocument id(Documents documents, BsonValue key) {
    return new BsonDocument(REQUEST, new BsonString(requestId.toString()))
        .append(COLLECTION, new BsonString(documents.name()))
        .append(KEY, key);
  }

  private MongoCollection<BsonDocument> records(Documents documents) {
    return store.database().getCollection(documents.name(), BsonDocument.class);
  }
}
