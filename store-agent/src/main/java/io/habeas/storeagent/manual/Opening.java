package io.habeas.storeagent.manual;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.manual.WorkItem.State;
import io.habeas.storeagent.mongodb.MongoFailures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/** Brings tasks for people into being. */
final class Opening {
  /** Every turn that is lost was somebody else's to win. */
  private static final int TURNS = 5;

  private final Ledger ledger;
  private final WorkItemCodec codec;
  private final Duration dueWithin;
  private final Clock clock;

  Opening(Ledger ledger, WorkItemCodec codec, Duration dueWithin, Clock clock) {
    this.ledger = ledger;
    this.codec = codec;
    this.dueWithin = dueWithin;
    this.clock = clock;
  }

  /**
   * The item of a task, noted durably when this returns. One that an earlier step opened for the
   * same action is taken up unless that step's outcome is sealed; what earlier steps opened for
   * anything else is withdrawn.
   *
   * @throws Deferred if the ledger fails, or a later step of the request came first
   */
  WorkItem open(TaskId task, Action action) throws Deferred {
    for (int turn = 0; turn < TURNS; turn++) {
      Optional<WorkItem> item = tryToOpen(task, action);
      if (item.isPresent()) {
        if (item.get().task().step() > task.step()) {
          break;
        }
        withdrawEarlier(task);
        return item.get();
      }
    }
    throw new Deferred(WaitReason.RECORD_LOCKED);
  }

  /** The item; empty if somebody else changed it meanwhile. */
  private Optional<WorkItem> tryToOpen(TaskId task, Action action) throws Deferred {
    Bson id = Filters.eq(id(task.requestId(), action));
    Optional<WorkItem> found =
        ledger.guarded(() -> Optional.ofNullable(items().find(id).first()).map(codec::read));
    if (found.isEmpty()) {
      return ledger.guarded(() -> insert(fresh(task, action)));
    }
    WorkItem standing = found.get();
    if (standing.task().step() >= task.step()) {
      return found;
    }
    Bson unchanged =
        Filters.and(
            id,
            Filters.eq(WorkItemCodec.ITEM, standing.id().toString()),
            Filters.eq(WorkItemCodec.STEP, standing.task().step()));
    if (standing.state() instanceof State.Withdrawn
        || ledger.journal().outcome(standing.task()).isPresent()) {
      ledger.guarded(() -> items().deleteOne(unchanged));
      return Optional.empty();
    }
    return ledger.guarded(
        () ->
            Optional.ofNullable(
                    items()
                        .findOneAndUpdate(
                            unchanged,
                            Updates.combine(
                                Updates.set(WorkItemCodec.STEP, new BsonInt32(task.step())),
                                changed())))
                .flatMap(before -> Optional.ofNullable(items().find(id).first()))
                .map(codec::read));
  }

  private Optional<WorkItem> insert(BsonDocument fresh) {
    try {
      items().insertOne(fresh);
      return Optional.of(codec.read(fresh));
    } catch (MongoException e) {
      if (MongoFailures.isDuplicate(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void withdrawEarlier(TaskId task) throws Deferred {
    ledger.guarded(
        () ->
            items()
                .updateMany(
                    Filters.and(
                        Filters.eq(WorkItemCodec.REQUEST, codec.request(task.requestId())),
                        Filters.eq(WorkItemCodec.STATE, WorkItemCodec.OPEN),
                        Filters.lt(WorkItemCodec.STEP, task.step())),
                    withdrawal()));
  }

  private BsonDocument fresh(TaskId task, Action action) {
    Instant now = clock.instant();
    return new BsonDocument("_id", new BsonString(id(task.requestId(), action)))
        .append(WorkItemCodec.DATASET, new BsonString(ledger.dataset()))
        .append(WorkItemCodec.REQUEST, new BsonString(codec.request(task.requestId())))
        .append(WorkItemCodec.ITEM, new BsonString(UUID.randomUUID().toString()))
        .append(WorkItemCodec.STEP, new BsonInt32(task.step()))
        .append(WorkItemCodec.ACTION, new BsonString(action.name()))
        .append(WorkItemCodec.STATE, new BsonString(WorkItemCodec.OPEN))
        .append(WorkItemCodec.REVISION, new BsonInt32(0))
        .append(WorkItemCodec.OPENED_AT, new BsonDateTime(now.toEpochMilli()))
        .append(WorkItemCodec.DUE_AT, new BsonDateTime(now.plus(dueWithin).toEpochMilli()))
        .append(WorkItemCodec.CHANGED_AT, new BsonDateTime(now.toEpochMilli()));
  }

  /** The name of the document of a request and action. */
  String id(UUID requestId, Action action) {
    return ledger.name(requestId.toString(), action.name());
  }

  static Bson withdrawal() {
    return Updates.set(WorkItemCodec.STATE, WorkItemCodec.WITHDRAWN);
  }

  private Bson changed() {
    return Updates.set(WorkItemCodec.CHANGED_AT, new BsonDateTime(clock.millis()));
  }

  MongoCollection<BsonDocument> items() {
    return ledger.collection("work_item");
  }
}
