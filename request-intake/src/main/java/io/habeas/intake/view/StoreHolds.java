package io.habeas.intake.view;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.WriteConcern;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.intake.view.StoreHold.State;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.StoreHoldEnded;
import io.habeas.schemas.avro.StoreHoldEventRecord;
import io.habeas.schemas.avro.StoreHoldInForce;
import io.habeas.schemas.avro.StoreHoldPlaced;
import io.habeas.schemas.avro.StoreHoldRecord;
import io.habeas.schemas.avro.StoreHoldReleased;
import java.time.Duration;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Holds on whole stores, one document each. What was decided is from one topic, where it is in
 * force from another; each writes fields of its own, so that it does not matter how they
 * interleave, and a redelivery ends where it was.
 */
public final class StoreHolds {
  private static final String PARTICIPANT = "participant";
  private static final String COLLECTION = "collection";
  private static final String IN_FORCE = "inForce";
  private static final String ENDED = "ended";
  private static final int PARTITIONS = Topics.STORE_HOLDS.partitions();

  private final MongoCollection<Document> documents;
  private final Duration patience;

  /**
   * @param generation which of the projections that may lie beside each other
   * @param patience how long MongoDB may take to take in a message
   */
  public StoreHolds(MongoDatabase database, int generation, Duration patience) {
    this.documents =
        database.getCollection("store-holds-" + generation).withWriteConcern(WriteConcern.MAJORITY);
    this.patience = patience;
  }

  /** The hold of an id; empty while nothing of it has been projected. */
  public Mono<StoreHold> find(UUID holdId) {
    return Mono.from(documents.find(eq("_id", holdId.toString())).first())
        .filter(StoreHolds::isKnown)
        .map(StoreHolds::read);
  }

  /** All of them, those placed last first. */
  public Flux<StoreHold> list(int limit) {
    return Flux.from(documents.find().sort(Sorts.descending("placedAt", "_id")).limit(limit))
        .filter(StoreHolds::isKnown)
        .map(StoreHolds::read);
  }

  /** What people decided. Blocks until it is stored. */
  public void decided(String topic, Keyed<StoreHoldRecord> message) throws InvalidMessage {
    StoreHoldRecord record = message.value();
    if (!record.getHoldId().toString().equals(message.key())) {
      throw new InvalidMessage("key-of-another-hold");
    }
    Bson store =
        combine(set(PARTICIPANT, record.getParticipant()), set(COLLECTION, record.getCollection()));
    Bson decision =
        switch (record.getPayload()) {
          case StoreHoldPlaced placed ->
              combine(
                  set("author", record.getAuthor()),
                  set("placedAt", Date.from(record.getRecordedAt())));
          case StoreHoldReleased released ->
              combine(
                  set("releasedBy", record.getAuthor()),
                  set("releasedAt", Date.from(record.getRecordedAt())));
          case null, default -> throw new InvalidMessage("unexpected-payload");
        };
    apply(record.getHoldId(), combine(store, decision));
  }

  /** Where holds are in force. Blocks until it is stored. */
  public void event(String topic, Keyed<StoreHoldEventRecord> message) throws InvalidMessage {
    StoreHoldEventRecord record = message.value();
    int partition = record.getPartition();
    if (!(record.getHoldId() + ":" + partition).equals(message.key())) {
      throw new InvalidMessage("key-of-another-hold");
    }
    if (partition < 0 || partition >= PARTITIONS) {
      throw new InvalidMessage("no-such-partition");
    }
    Bson change =
        switch (record.getPayload()) {
          case StoreHoldInForce held -> set(IN_FORCE + "." + partition, held.getTooLate());
          case StoreHoldEnded ended -> set(ENDED + "." + partition, true);
          case null, default -> throw new InvalidMessage("unexpected-payload");
        };
    apply(record.getHoldId(), change);
  }

  private void apply(UUID holdId, Bson change) {
    Mono.from(
            documents.updateOne(
                eq("_id", holdId.toString()), change, new UpdateOptions().upsert(true)))
        .block(patience);
  }

  /** An event may overtake the decision that it follows from. */
  private static boolean isKnown(Document document) {
    return document.containsKey(PARTICIPANT);
  }

  private static StoreHold read(Document document) {
    Document inForce = document.get(IN_FORCE, new Document());
    Document ended = document.get(ENDED, new Document());
    boolean released = document.containsKey("releasedAt");
    int still = (int) inForce.keySet().stream().filter(p -> !ended.containsKey(p)).count();
    return new StoreHold(
        UUID.fromString(document.getString("_id")),
        document.getString(PARTICIPANT),
        document.getString(COLLECTION),
        document.getString("author"),
        RequestViews.instantOrNull(document, "placedAt"),
        state(released, inForce.size(), ended.size()),
        PARTITIONS,
        still,
        inForce.values().stream().mapToLong(count -> ((Number) count).longValue()).sum(),
        document.getString("releasedBy"),
        RequestViews.instantOrNull(document, "releasedAt"));
  }

  private static State state(boolean released, int inForce, int ended) {
    if (ended == PARTITIONS) {
      return State.ENDED;
    }
    if (released) {
      return State.RELEASING;
    }
    return inForce == PARTITIONS ? State.EFFECTIVE : State.PLACED;
  }
}
