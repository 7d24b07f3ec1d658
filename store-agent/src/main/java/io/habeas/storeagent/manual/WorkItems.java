package io.habeas.storeagent.manual;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.storeagent.ledger.Ledger;
import io.habeas.storeagent.manual.WorkItem.State;
import io.habeas.storeagent.manual.WorkItem.Upload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/**
 * Tasks for people: one document per request and action, changed by atomic operations on it. Once
 * the outcome is sealed, what the person wrote goes to the {@link EvidenceArchive}, and the
 * document and whatever was uploaded are dropped. One that no step of its request drops goes with
 * what is abandoned ({@link io.habeas.storeagent.ledger.LedgerConnection}).
 */
final class WorkItems {
  private final Ledger ledger;
  private final WorkItemCodec codec;
  private final EvidenceArchive archive;
  private final Uploads uploads;
  private final Opening opening;
  private final Clock clock;

  WorkItems(
      Ledger ledger,
      WorkItemCodec codec,
      EvidenceArchive archive,
      Uploads uploads,
      Duration dueWithin,
      Clock clock) {
    this.ledger = ledger;
    this.codec = codec;
    this.archive = archive;
    this.uploads = uploads;
    this.opening = new Opening(ledger, codec, dueWithin, clock);
    this.clock = clock;
    ledger.journal().afterSealing(this::file);
    ledger.clearAbandoned(this::dropUntouchedSince);
  }

  /** Which items to list. */
  enum Which {
    /** To be done by somebody. */
    OPEN,
    /** To be done by whoever asks, who has claimed them. */
    MINE
  }

  /** The item of a task: see {@link Opening#open}. */
  WorkItem open(TaskId task, Action action) throws Deferred {
    return opening.open(task, action);
  }

  /**
   * Items in the order in which they are due.
   *
   * @param person who asks
   * @param limit how many at most
   */
  List<WorkItem> list(Which which, String person, int limit) throws Deferred {
    List<Bson> filters = new ArrayList<>();
    filters.add(Filters.eq(WorkItemCodec.DATASET, ledger.dataset()));
    filters.add(Filters.eq(WorkItemCodec.STATE, WorkItemCodec.OPEN));
    switch (which) {
      case OPEN -> {}
      case MINE -> filters.add(Filters.eq(WorkItemCodec.CLAIMED_BY, person));
    }
    return ledger.guarded(
        () ->
            items()
                .find(Filters.and(filters))
                .sort(Sorts.ascending(WorkItemCodec.DUE_AT, "_id"))
                .limit(limit)
                .map(codec::read)
                .into(new ArrayList<>()));
  }

  /** The item of that name; empty if there is none, or it is filed already. */
  Optional<WorkItem> find(UUID item) throws Deferred {
    return ledger.guarded(
        () -> Optional.ofNullable(items().find(named(item)).first()).map(codec::read));
  }

  /** What a request's task of an action came to, while it is not filed. */
  Optional<State.Completed> done(UUID requestId, Action action) throws Deferred {
    return ledger
        .guarded(
            () ->
                Optional.ofNullable(items().find(Filters.eq(id(requestId, action))).first())
                    .map(codec::read))
        .map(WorkItem::state)
        .filter(State.Completed.class::isInstance)
        .map(State.Completed.class::cast);
  }

  /** Has {@code person} work on an item that nobody else works on. */
  Optional<WorkItem> claim(UUID item, String person) throws Deferred {
    return change(
        item,
        Filters.and(
            isOpen(),
            Filters.or(
                Filters.exists(WorkItemCodec.CLAIMED_BY, false),
                Filters.eq(WorkItemCodec.CLAIMED_BY, person))),
        Updates.set(WorkItemCodec.CLAIMED_BY, person));
  }

  /** Has nobody work on it, if {@code person} does. */
  Optional<WorkItem> release(UUID item, String person) throws Deferred {
    return change(
        item,
        Filters.and(isOpen(), Filters.eq(WorkItemCodec.CLAIMED_BY, person)),
        Updates.unset(WorkItemCodec.CLAIMED_BY));
  }

  /** Nobody is to do it any more, so nobody needs what was uploaded for it. */
  Optional<WorkItem> withdraw(UUID item) throws Deferred {
    Optional<WorkItem> withdrawn = change(item, isOpen(), withdrawal());
    if (withdrawn.filter(after -> after.state() instanceof State.Withdrawn).isPresent()) {
      ledger.guarded(() -> uploads.drop(item));
    }
    return withdrawn;
  }

  /** Notes an upload, in place of one with the same number. */
  Optional<WorkItem> uploaded(WorkItem item, String person, Upload upload) throws Deferred {
    List<Upload> all = new ArrayList<>(item.uploads());
    all.removeIf(
        each -> each.collection().equals(upload.collection()) && each.number() == upload.number());
    all.add(upload);
    return change(
        item.id(),
        unchangedOf(item, person),
        Updates.combine(
            Updates.set(WorkItemCodec.UPLOADS, codec.uploads(all)),
            Updates.inc(WorkItemCodec.REVISION, 1)));
  }

  /** Notes what it came to, if {@code person} works on it and nothing was uploaded since. */
  Optional<WorkItem> complete(WorkItem item, String person, Completion completion) throws Deferred {
    return change(
        item.id(),
        unchangedOf(item, person),
        Updates.combine(
            Updates.set(WorkItemCodec.STATE, WorkItemCodec.COMPLETED),
            Updates.set(WorkItemCodec.COMPLETED_BY, person),
            Updates.set(WorkItemCodec.COMPLETED_AT, now()),
            Updates.set(WorkItemCodec.COMPLETION, codec.sealed(item.id(), completion))));
  }

  /** The item as it stands after the change, or because somebody else was faster. */
  private Optional<WorkItem> change(UUID item, Bson only, Bson change) throws Deferred {
    return ledger.guarded(
        () -> {
          items().updateOne(Filters.and(named(item), only), Updates.combine(change, changed()));
          return Optional.ofNullable(items().find(named(item)).first()).map(codec::read);
        });
  }

  /** Files what is sealed, and drops what can no longer be done. */
  private void file(TaskId task, Action action, Outcome outcome) {
    BsonDocument found = items().find(Filters.eq(id(task.requestId(), action))).first();
    if (found != null && found.getInt32(WorkItemCodec.STEP).getValue() <= task.step()) {
      WorkItem item = codec.read(found);
      if (item.state() instanceof State.Completed) {
        archive.file(found, item);
      }
      uploads.drop(item.id());
      items()
          .deleteOne(
              Filters.and(
                  Filters.eq(id(task.requestId(), action)),
                  Filters.eq(WorkItemCodec.ITEM, item.id().toString())));
    }
    Bson overtaken =
        Filters.and(
            Filters.eq(WorkItemCodec.REQUEST, codec.request(task.requestId())),
            Filters.eq(WorkItemCodec.STATE, WorkItemCodec.WITHDRAWN),
            Filters.lt(WorkItemCodec.STEP, task.step()));
    items().find(overtaken).map(codec::read).forEach(item -> uploads.drop(item.id()));
    items().deleteMany(overtaken);
  }

  private void dropUntouchedSince(Instant since) {
    BsonDateTime then = new BsonDateTime(since.toEpochMilli());
    items().deleteMany(Filters.lt(WorkItemCodec.CHANGED_AT, then));
    uploads.dropOlderThan(since);
    archive.dropOver(clock.instant());
  }

  private String id(UUID requestId, Action action) {
    return opening.id(requestId, action);
  }

  private Bson named(UUID item) {
    return Filters.and(
        Filters.eq(WorkItemCodec.ITEM, item.toString()),
        Filters.eq(WorkItemCodec.DATASET, ledger.dataset()));
  }

  private static Bson isOpen() {
    return Filters.eq(WorkItemCodec.STATE, WorkItemCodec.OPEN);
  }

  private static Bson unchangedOf(WorkItem item, String person) {
    return Filters.and(
        isOpen(),
        Filters.eq(WorkItemCodec.CLAIMED_BY, person),
        Filters.eq(WorkItemCodec.STEP, item.task().step()),
        Filters.eq(WorkItemCodec.REVISION, item.revision()));
  }

  private static Bson withdrawal() {
    return Opening.withdrawal();
  }

  private Bson changed() {
    return Updates.set(WorkItemCodec.CHANGED_AT, now());
  }

  private BsonDateTime now() {
    return new BsonDateTime(clock.millis());
  }

  private MongoCollection<BsonDocument> items() {
    return opening.items();
  }
}
