package io.habeas.storeagent.search;

import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.Task;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.participant.outcome.OutcomeJson;
import io.habeas.participant.outcome.TaskJournal;
import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.search.OwnDocuments.Stored;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A journal of tasks in one document per request: the latest step that has begun, the latest that
 * undoes, and what each step came to. The document is read by its id, which sees every write, and
 * replaced on the condition that it is unchanged.
 */
final class SearchJournal implements TaskJournal, Fence {
  private static final Logger log = LoggerFactory.getLogger(SearchJournal.class);
  private static final String ACTION = "action";
  private static final String BEGUN = "begun";
  private static final String LIFT = "lift";
  private static final String HIGHEST = "highest";
  private static final String SEALED = "sealed";
  private static final String RESULT = "result";

  /** Whether notes are still to be dropped. */
  private static final String NOTED = "noted";

  private static final int TRIES = 20;

  /** VERIFY notes nothing, but comes after whatever an erasure may have left behind. */
  private static final Set<Action> LEAVES_NOTES =
      Set.of(Action.ERASE, Action.LIFT, Action.VERIFY, Action.EXPIRE);

  private final OwnDocuments tasks;
  private final WorkNotes notes;
  private final Clock clock;
  private final Runnable onFailure;

  /**
   * @param onFailure told when the cluster failed
   */
  SearchJournal(OwnDocuments tasks, WorkNotes notes, Clock clock, Runnable onFailure) {
    this.tasks = tasks;
    this.notes = notes;
    this.clock = clock;
    this.onFailure = onFailure;
  }

  /** {@inheritDoc} If it crashed before the notes were dropped, they are dropped now. */
  @Override
  public Optional<Outcome> outcome(TaskId task) throws Deferred {
    Optional<ObjectNode> sealed = guarded(() -> sealed(read(task.requestId()), task.step()));
    if (sealed.filter(entry -> entry.has(NOTED)).isPresent()) {
      drop(task, action(sealed.get()));
    }
    return sealed.map(SearchJournal::read);
  }

  @Override
  public OptionalInt highestStep(UUID requestId) throws Deferred {
    return guarded(() -> number(read(requestId), HIGHEST));
  }

  @Override
  public OptionalInt begin(TaskId task, Action action) throws Deferred {
    return guarded(
        () -> {
          ObjectNode request =
              update(
                  task.requestId(),
                  found -> {
                    raise(found, BEGUN, task.step());
                    if (action == Action.LIFT) {
                      raise(found, LIFT, task.step());
                    }
                  });
          OptionalInt begun = number(request, BEGUN);
          return begun.isPresent() && begun.getAsInt() > task.step() ? begun : OptionalInt.empty();
        });
  }

  @Override
  public Outcome seal(TaskId task, Action action, Outcome outcome) throws Deferred {
    return guarded(
        () -> {
          ObjectNode request =
              update(
                  task.requestId(),
                  found -> {
                    String step = String.valueOf(task.step());
                    if (!found.path(SEALED).has(step)) {
                      ObjectNode entry = found.withObjectProperty(SEALED).putObject(step);
                      entry.put(ACTION, action.name());
                      entry.put(RESULT, OutcomeJson.write(outcome));
                      entry.put("at", clock.instant().toString());
                      if (LEAVES_NOTES.contains(action)) {
                        entry.put(NOTED, true);
                      }
                      raise(found, HIGHEST, task.step());
                    }
                  });
          ObjectNode standing = sealed(request, task.step()).orElseThrow();
          if (standing.has(NOTED)) {
            drop(task, action);
          }
          return read(standing);
        });
  }

  @Override
  public void check(Task task) throws Deferred {
    ObjectNode request = guarded(() -> read(task.requestId()));
    OptionalInt begun = number(request, BEGUN);
    if (sealed(request, task.step()).isPresent()
        || begun.isEmpty()
        || begun.getAsInt() != task.step()) {
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
          ObjectNode request = read(task.requestId());
          OptionalInt highest = number(request, HIGHEST);
          return highest.isEmpty() || highest.getAsInt() >= task.step()
              ? Optional.<Outcome>empty()
              : sealed(request, highest.getAsInt())
                  .filter(entry -> action(entry) == action)
                  .map(SearchJournal::read);
        });
  }

  /** Whether what {@code task} does was begun to be undone by a later step. */
  boolean isLiftedAfter(Task task) throws Deferred {
    OptionalInt lift = guarded(() -> number(read(task.requestId()), LIFT));
    return lift.isPresent() && lift.getAsInt() > task.step();
  }

  /** Whether {@code step} of a request, or a later one of the same action, has its outcome. */
  boolean isOver(UUID requestId, Action action, int step) {
    return read(requestId).path(SEALED).properties().stream()
        .anyMatch(
            entry ->
                Integer.parseInt(entry.getKey()) >= step
                    && entry.getValue().path(ACTION).asString("").equals(action.name()));
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
      update(
          task.requestId(),
          found -> sealed(found, task.step()).ifPresent(entry -> entry.remove(NOTED)));
    } catch (SearchFailure e) {
      log.warn(
          "Expected to drop the notes of step {} but it failed: {}; they are dropped later",
          task.step(),
          e.getMessage());
    }
  }

  /** Changes the request's document, whoever else does at the same time. */
  private ObjectNode update(UUID requestId, Consumer<ObjectNode> change) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Stored> found = tasks.find(requestId.toString());
      ObjectNode body = found.map(stored -> stored.body().deepCopy()).orElseGet(Json::object);
      change.accept(body);
      if (found.isPresent()
          ? body.equals(found.get().body()) || tasks.replace(found.get(), body)
          : tasks.create(requestId.toString(), body)) {
        return body;
      }
    }
    throw new SearchFailure(WaitReason.RECORD_LOCKED, 0, "journal changed all the time");
  }

  private ObjectNode read(UUID requestId) {
    return tasks.find(requestId.toString()).map(Stored::body).orElseGet(Json::object);
  }

  private static void raise(ObjectNode request, String field, int step) {
    if (request.path(field).asInt(Integer.MIN_VALUE) < step) {
      request.put(field, step);
    }
  }

  private static Optional<ObjectNode> sealed(ObjectNode request, int step) {
    return request.path(SEALED).path(String.valueOf(step)) instanceof ObjectNode entry
        ? Optional.of(entry)
        : Optional.empty();
  }

  private static OptionalInt number(ObjectNode request, String field) {
    return request.has(field) ? OptionalInt.of(request.path(field).asInt()) : OptionalInt.empty();
  }

  private static Action action(ObjectNode sealed) {
    return Action.valueOf(sealed.path(ACTION).asString());
  }

  private static Outcome read(ObjectNode sealed) {
    return OutcomeJson.read(sealed.path(RESULT).asString());
  }

  private <T> T guarded(Supplier<T> work) throws Deferred {
    try {
      return work.get();
    } catch (SearchFailure e) {
      onFailure.run();
      throw new Deferred(Failures.classify(e));
    }
  }
}
