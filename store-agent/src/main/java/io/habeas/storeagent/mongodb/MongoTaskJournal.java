package io.habeas.storeagent.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.Task;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.participant.outcome.OutcomeJson;
import io.habeas.participant.outcome.TaskJournal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
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
 * A journal of tasks in one document per request, changed by atomic operations on that document
 * only: the latest step that has begun, the latest that undoes, and what each step came to.
 */
final class MongoTaskJournal implements TaskJournal, Fence {
  private static final Logger log = LoggerFactory.getLogger(MongoTaskJournal.class);
  private static final String ACTION = "action";
  private static final String BEGUN = "begun";
  private static final String LIFT = "lift";
  private static final String HIGHEST = "highest";
  private static final String SEALED = "sealed";
  private static final String RESULT = "result";

  /** Whether notes are still to be dropped. */
  private static final String NOTED = "noted";

  /** VERIFY notes nothing, but comes after whatever an erasure may have left behind. */
  private static final Set<Action> LEAVES_NOTES =
      Set.of(Action.ERASE, Action.LIFT, Action.VERIFY, Action.RECTIFY, Action.EXPIRE);

  private final MongoStore store;
  private final WorkNotes notes;
  private final Clock clock;
  private final Runnable onFailure;

  /**
   * @param onFailure told when the store failed
   */
  MongoTaskJournal(MongoStore store, WorkNotes notes, Clock clock, Runnable onFailure) {
    this.store = store;
    this.notes = notes;
    this.clock = clock;
    this.onFailure = onFailure;
  }

  /** {@inheritDoc} If it crashed before the notes were dropped, they are dropped now. */
  @Override
  public Optional<Outcome> outcome(TaskId task) throws Deferred {
    Optional<BsonDocument> sealed = guarded(() -> Optional.ofNullable(sealed(task)));
    if (sealed.isPresent() && sealed.get().containsKey(NOTED)) {
      drop(task, action(sealed.get()));
    }
    return sealed.map(MongoTaskJournal::read);
  }

  @Override
  public OptionalInt highestStep(UUID requestId) throws Deferred {
    return guarded(() -> number(find(requestId, HIGHEST), HIGHEST));
  }

  @Override
  public OptionalInt begin(TaskId task, Action action) throws Deferred {
    return guarded(
        () -> {
          List<Bson> begin = new ArrayList<>();
          begin.add(Updates.max(BEGUN, new BsonInt32(task.step())));
          if (action == Action.LIFT) {
            begin.add(Updates.max(LIFT, new BsonInt32(task.step())));
          }
          upsert(Filters.eq(id(task.requestId())), Updates.combine(begin));
          OptionalInt begun = number(find(task.requestId(), BEGUN), BEGUN);
          return begun.isPresent() && begun.getAsInt() > task.step() ? begun : OptionalInt.empty();
        });
  }

  @Override
  public Outcome seal(TaskId task, Action action, Outcome outcome) throws Deferred {
    return guarded(
        () -> {
          String place = place(task);
          BsonDocument entry =
              new BsonDocument(ACTION, new BsonString(action.name()))
                  .append(RESULT, new BsonString(OutcomeJson.write(outcome)))
                  .append("at", new BsonDateTime(clock.millis()));
          if (LEAVES_NOTES.contains(action)) {
            entry.append(NOTED, BsonBoolean.TRUE);
          }
          upsert(
              Filters.and(Filters.eq(id(task.requestId())), Filters.exists(place, false)),
              Updates.combine(
                  Updates.set(place, entry), Updates.max(HIGHEST, new BsonInt32(task.step()))));
          BsonDocument standing = sealed(task);
          if (standing == null) {
            return outcome;
          }
          if (standing.containsKey(NOTED)) {
            drop(task, action);
          }
          return read(standing);
        });
  }

  @Override
  public void check(Task task) throws Deferred {
    BsonDocument found =
        guarded(
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
   * The outcome of an earlier step of the same action after which nothing else came to one. Whoever
   * asks again did not get it: an outcome that was taken is followed by something else. What it did
   * would otherwise never be told.
   */
  Optional<Outcome> untold(Task task, Action action) throws Deferred {
    return guarded(
        () -> {
          OptionalInt highest = number(find(task.requestId(), HIGHEST), HIGHEST);
          return highest.isEmpty() || highest.getAsInt() >= task.step()
              ? Optional.<Outcome>empty()
              : Optional.ofNullable(sealed(new TaskId(task.requestId(), highest.getAsInt())))
                  .filter(entry -> action(entry) == action)
                  .map(MongoTaskJournal::read);
        });
  }

  /** Whether what {@code task} does was begun to be undone by a later step. */
  boolean isLiftedAfter(Task task) throws Deferred {
    OptionalInt lift = guarded(() -> number(find(task.requestId(), LIFT), LIFT));
    return lift.isPresent() && lift.getAsInt() > task.step();
  }

  /** Whether {@code step} of a request, or a later one of the same action, has its outcome. */
  boolean isOver(UUID requestId, Action action, int step) {
    BsonDocument found = find(requestId, SEALED);
    return found != null
        && found.containsKey(SEALED)
        && found.getDocument(SEALED).entrySet().stream()
            .anyMatch(
                entry ->
                    Integer.parseInt(entry.getKey()) >= step
                        && action(entry.getValue().asDocument()) == action);
  }

  /**
   * Best effort: the outcome is sealed, and whoever asks for it again, or verifies, drops what is
   * left. Putting the task off would lose the outcome.
   */
  private void drop(TaskId task, Action action) {
    try {
      boolean unfinished =
          action != Action.ERASE
              && notes
                  .find(task.requestId(), Action.ERASE)
                  .filter(work -> !isOver(task.requestId(), Action.ERASE, work.step()))
                  .isPresent();
      notes.drop(task.requestId(), task.step(), unfinished);
      store
          .tasks()
          .updateOne(Filters.eq(id(task.requestId())), Updates.unset(place(task) + "." + NOTED));
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
      store.tasks().updateOne(which, change, new UpdateOptions().upsert(true));
    } catch (MongoException e) {
      if (!MongoFailures.isDuplicate(e)) {
        throw e;
      }
      store.tasks().updateOne(which, change);
    }
  }

  private @Nullable BsonDocument sealed(TaskId task) {
    BsonDocument found = find(task.requestId(), place(task));
    if (found == null || !found.containsKey(SEALED)) {
      return null;
    }
    BsonDocument sealed = found.getDocument(SEALED);
    String step = String.valueOf(task.step());
    return sealed.containsKey(step) ? sealed.getDocument(step) : null;
  }

  private @Nullable BsonDocument find(UUID requestId, String... fields) {
    return store
        .tasks()
        .find(Filters.eq(id(requestId)))
        .projection(Projections.include(fields))
        .first();
  }

  private static OptionalInt number(@Nullable BsonDocument document, String field) {
    return document != null && document.containsKey(field)
        ? OptionalInt.of(document.getNumber(field).intValue())
        : OptionalInt.empty();
  }

  private static Action action(BsonDocument sealed) {
    return Action.valueOf(sealed.getString(ACTION).getValue());
  }

  private static Outcome read(BsonDocument sealed) {
    return OutcomeJson.read(sealed.getString(RESULT).getValue());
  }

  private static String id(UUID requestId) {
    return requestId.toString();
  }

  private static String place(TaskId task) {
    return SEALED + "." + task.step();
  }

  private <T> T guarded(Supplier<T> work) throws Deferred {
    try {
      return work.get();
    } catch (MongoException e) {
      onFailure.run();
      throw new Deferred(MongoFailures.classify(e));
    }
  }
}
