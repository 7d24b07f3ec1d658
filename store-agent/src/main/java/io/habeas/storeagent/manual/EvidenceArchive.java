package io.habeas.storeagent.manual;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.manual.WorkItem.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/**
 * Items that are done, as they were, with what their people wrote still sealed: so that a
 * controller can show what was done (Art. 5(2)), and that whoever verifies is not who erased. Each
 * goes a set time after it was filed.
 */
final class EvidenceArchive {
  private static final String KEPT_UNTIL = "keptUntil";

  private final Ledger ledger;
  private final WorkItemCodec codec;
  private final Duration kept;
  private final Clock clock;

  EvidenceArchive(Ledger ledger, WorkItemCodec codec, Duration kept, Clock clock) {
    this.ledger = ledger;
    this.codec = codec;
    this.kept = kept;
    this.clock = clock;
  }

  /** Files a document that is an item; once more, it is the same. */
  void file(BsonDocument document, WorkItem item) {
    BsonDocument filed = document.clone();
    filed.put("_id", new BsonString(id(item.id())));
    filed.put(KEPT_UNTIL, new BsonDateTime(clock.instant().plus(kept).toEpochMilli()));
    filed.remove(WorkItemCodec.UPLOADS);
    archive().replaceOne(Filters.eq(id(item.id())), filed, new ReplaceOptions().upsert(true));
  }

  /** The item of that name, if it is done and still kept. */
  Optional<WorkItem> find(UUID item) throws Deferred {
    return ledger.guarded(
        () -> Optional.ofNullable(archive().find(Filters.eq(id(item))).first()).map(codec::read));
  }

  /** Who did a request's tasks of one action. */
  Set<String> doneBy(UUID requestId, Action action) throws Deferred {
    return ledger.guarded(
        () ->
            archive()
                .find(of(requestId, action))
                .map(item -> item.getString(WorkItemCodec.COMPLETED_BY).getValue())
                .into(new HashSet<>()));
  }

  /** What was written last when a task of an action was done. */
  Optional<Completion> last(UUID requestId, Action action) throws Deferred {
    return ledger.guarded(
        () ->
            Optional.ofNullable(
                    archive()
                        .find(of(requestId, action))
                        .sort(com.mongodb.client.model.Sorts.descending(WorkItemCodec.STEP))
                        .first())
                .map(codec::read)
                .map(WorkItem::state)
                .filter(State.Completed.class::isInstance)
                .map(done -> ((State.Completed) done).completion()));
  }

  void dropOver(Instant now) {
    archive().deleteMany(Filters.lt(KEPT_UNTIL, new BsonDateTime(now.toEpochMilli())));
  }

  private Bson of(UUID requestId, Action action) {
    return Filters.and(
        Filters.eq(WorkItemCodec.REQUEST, codec.request(requestId)),
        Filters.eq(WorkItemCodec.ACTION, action.name()));
  }

  private String id(UUID item) {
    return ledger.name(item.toString());
  }

  private MongoCollection<BsonDocument> archive() {
    return ledger.collection("evidence");
  }
}
