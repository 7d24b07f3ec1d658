package io.habeas.storeagent.ledger;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.participant.outcome.OutcomeJson;
import io.habeas.participant.outcome.TaskJournal;
import io.habeas.storeagent.mongodb.MongoFailures;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal of tasks in one document per request: the latest step that has begun, and what each
 * step came to. Kept for good: it holds ids of requests, counts, codes and dates.
 */
public final class LedgerJournal implements TaskJournal {
  private static final Logger log = LoggerFactory.getLogger(LedgerJournal.class);
  private static final String ACTION = "action";
  private static final String BEGUN = "begun";
  private static final String HIGHEST = "highest";
  private static final String SEALED = "sealed";
  private static final String RESULT = "result";

  /** Whether what was noted in order to carry it out is still to be dropped. */
  private static final String NOTED = "noted";

  private final Ledger ledger;
  private final Clock clock;
  private final List<AfterSealing> followers = new CopyOnWriteArrayList<>();

  LedgerJournal(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Drops what a task needed while it was open. Must be right when called again. */
  @FunctionalInterface
  public interface AfterSealing {
    void drop(TaskId task, Action action, Outcome outcome);
  }

  /** Has {@code follower} called after each outcome, until it has succeeded once. */
  public void afterSealing(AfterSealing follower) {
    followers.add(follower);
  }

  /** {@inheritDoc} If it crashed before the notes were dropped, they are dropped now. */
  @Override
  public Optional<Outcome> outcome(TaskId task) throws Deferred {
    Optional<BsonDocument> sealed = ledger.guarded(() -> Optional.ofNullable(sealed(task)));
    sealed.ifPresent(entry -> drop(task, entry));
    return sealed.map(LedgerJournal::read);
  }

  @Override
  public OptionalInt highestStep(UUID requestId) throws Deferred {
    return ledger.guarded(() -> number(find(requestId, HIGHEST), HIGHEST));
  }

  @Override
  public OptionalInt begin(TaskId task, Action action) throws Deferred {
    return ledger.guarded(
        () -> {
          upsert(Filters.eq(id(task.requestId())), Updates.max(BEGUN, new BsonInt32(task.step())));
          OptionalInt begun = number(find(task.requestId(), BEGUN), BEGUN);
          return begun.isPresent() && begun.getAsInt() > task.step() ? begun : OptionalInt.empty();
        });
  }

  @Override
  public Outcome seal(TaskId task, Action action, Outcome outcome) throws Deferred {
    return ledger.guarded(
        () -> {
          String place = SEALED + "." + task.step();
          BsonDocument entry =
              new BsonDocument(ACTION, new BsonString(action.name()))
                  .append(RESULT, new BsonString(OutcomeJson.write(outcome)))
                  .append("at", new BsonDateTime(clock.millis()))
                  .append(NOTED, BsonBoolean.TRUE);
          upsert(
              Filters.and(Filters.eq(id(task.requestId())), Filters.exists(place, false)),
              Updates.combine(
                  Updates.set(place, entry), Updates.max(HIGHEST, new BsonInt32(task.step()))));
          BsonDocument standing = sealed(task);
          if (standing == null) {
            return outcome;
          }
          drop(task, standing);
          return read(standing);
        });
  }

  /**
   * Stops an instance that works on although the task was taken over and finished, or overtaken by
   * a later step. To be asked before every few effects.
   *
   * @throws Deferred if the task is not to be worked on any more, or that cannot be found out
   */
  public void check(TaskId task) throws Deferred {
    BsonDocument found =
        ledger.guarded(
            () -> {
              BsonDocument request = find(task.requestId(), BEGUN, SEALED + "." + task.step());
              return request == null ? new BsonDocument() : request;
            });
    OptionalInt begun = number(found, BEGUN);
    boolean sealed =
        found.containsKey(SEALED)
            && found.getDocument(SEALED).containsKey(String.valueOf(task.step()));
    if (sealed || begun.isEmpty() || begun.getAsInt() != task.step()) {
      throw new Deferred(WaitReason.RECORD_LOCKED);
    }
  }

  /**
   * Best effort: the outcome is sealed, and whoever asks for it again drops what is left. Putting
   * the task off would lose the outcome.
   */
  private void drop(TaskId task, BsonDocument entry) {
    if (!entry.containsKey(NOTED)) {
      return;
    }
    try {
      Action action = Action.valueOf(entry.getString(ACTION).getValue());
      Outcome outcome = read(entry);
      followers.forEach(follower -> follower.drop(task, action, outcome));
      tasks()
          .updateOne(
              Filters.eq(id(task.requestId())),
              Updates.unset(SEALED + "." + task.step() + "." + NOTED));
    } catch (MongoException e) {
      log.warn(
          "Expected to drop the notes of step {} but it failed: {}, code {}; they are dropped"
              + " later",
          task.step(),
          e.getClass().getSimpleName(),
          e.getCode());
    }
  }

  /** Two at once may both want to bring the document into being; only one can. */
  private void upsert(Bson which, Bson change) {
    try {
      tasks().updateOne(which, change, new UpdateOptions().upsert(true));
    } catch (MongoException e) {
      if (!MongoFailures.isDuplicate(e)) {
        throw e;
      }
      tasks().updateOne(which, change);
    }
  }

  private @Nullable BsonDocument sealed(TaskId task) {
    BsonDocument found = find(task.requestId(), SEALED + "." + task.step());
    if (found == null || !found.containsKey(SEALED)) {
      return null;
    }
    BsonDocument sealed = found.getDocument(SEALED);
    String step = String.valueOf(task.step());
    return sealed.containsKey(step) ? sealed.getDocument(step) : null;
  }

  private @Nullable BsonDocument find(UUID requestId, String... fields) {
    return tasks().find(Filters.eq(id(requestId))).projection(Projections.include(fields)).first();
  }

  private MongoCollection<BsonDocument> tasks() {
    return ledger.collection(LedgerStore.TASKS);
  }

  private String id(UUID requestId) {
    return ledger.name(requestId.toString());
  }

  private static OptionalInt number(@Nullable BsonDocument document, String field) {
    return document != null && document.containsKey(field)
        ? OptionalInt.of(document.getNumber(field).intValue())
        : OptionalInt.empty();
  }

  private static Outcome read(BsonDocument sealed) {
    return OutcomeJson.read(sealed.getString(RESULT).getValue());
  }
}
