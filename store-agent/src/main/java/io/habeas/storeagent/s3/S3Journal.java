package io.habeas.storeagent.s3;

import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.participant.outcome.OutcomeJson;
import io.habeas.participant.outcome.TaskJournal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * Remembers tasks in objects: {@code tasks/REQUEST/STEP.begun} and {@code
 * tasks/REQUEST/STEP.outcome} with counts, codes and dates, which stay, and whatever was noted to
 * carry a task out below {@code notes/REQUEST/STEP/}, which goes when its outcome is sealed.
 *
 * <p>Of several that seal the same task, S3's conditional writes let the first one stand. On a
 * storage that ignores them two that seal in the same moment could be answered differently; both
 * have carried out the same noted set then, and so say the same unless their sets were noted in the
 * same moment too.
 */
final class S3Journal implements TaskJournal {
  private static final String BEGUN = ".begun";
  private static final String OUTCOME = ".outcome";

  private final OwnObjects objects;
  private final BucketState state;

  S3Journal(OwnObjects objects, BucketState state) {
    this.objects = objects;
    this.state = state;
  }

  @Override
  public Optional<Outcome> outcome(TaskId task) throws Deferred {
    return state.deferring(
        () -> {
          Optional<String> sealed = objects.read(name(task, OUTCOME));
          // Whoever sealed it may have crashed before its notes were dropped. They hold keys.
          sealed.ifPresent(outcome -> objects.drop(TaskNotes.of(task)));
          return sealed.map(OutcomeJson::read);
        });
  }

  @Override
  public OptionalInt highestStep(UUID requestId) throws Deferred {
    return state.deferring(() -> highest(requestId, OUTCOME));
  }

  @Override
  public OptionalInt begin(TaskId task, Action action) throws Deferred {
    return state.deferring(
        () -> {
          OptionalInt later = overtakenBy(task);
          if (later.isEmpty()) {
            objects.write(name(task, BEGUN), Json.write(action));
            dropOvertaken(task);
          }
          return later;
        });
  }

  @Override
  public Outcome seal(TaskId task, Action action, Outcome outcome) throws Deferred {
    return state.deferring(
        () -> {
          String standing = objects.writeOnce(name(task, OUTCOME), OutcomeJson.write(outcome));
          objects.drop(TaskNotes.of(task));
          return OutcomeJson.read(standing);
        });
  }

  /** A step that can no longer be carried out must not leave the keys that it noted. */
  private void dropOvertaken(TaskId task) {
    List<String> left = objects.names(TaskNotes.ofAll(task.requestId()));
    String current = TaskNotes.of(task);
    left.stream().filter(name -> name.compareTo(current) < 0).forEach(objects::drop);
  }

  /** A later step of the same request that has begun; empty if there is none. */
  OptionalInt overtakenBy(TaskId task) {
    OptionalInt highest = highest(task.requestId(), "");
    return highest.isPresent() && highest.getAsInt() > task.step() ? highest : OptionalInt.empty();
  }

  /** What later steps of the same request were begun for. */
  Set<Action> actionsAfter(TaskId task) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    String current = name(task, BEGUN);
    objects.names(ofRequest(task.requestId())).stream()
        .filter(name -> name.endsWith(BEGUN) && name.compareTo(current) > 0)
        .map(objects::read)
        .flatMap(Optional::stream)
        .forEach(action -> actions.add(Json.read(action, Action.class)));
    return actions;
  }

  private OptionalInt highest(UUID requestId, String kind) {
    String prefix = ofRequest(requestId);
    return objects.names(prefix).stream()
        .filter(name -> name.endsWith(kind))
        .map(name -> name.substring(prefix.length(), name.indexOf('.', prefix.length())))
        .mapToInt(Integer::parseInt)
        .max();
  }

  private static String ofRequest(UUID requestId) {
    return "tasks/" + requestId + "/";
  }

  private static String name(TaskId task, String kind) {
    return "%s%010d%s".formatted(ofRequest(task.requestId()), task.step(), kind);
  }
}
