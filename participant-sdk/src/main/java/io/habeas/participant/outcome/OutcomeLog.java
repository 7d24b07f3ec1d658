package io.habeas.participant.outcome;

import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Remembers in the holder's own store what each task came to, so that a task that arrives again
 * reports its first outcome and changes nothing, and one that a later step has overtaken is not
 * carried out. Only outcomes count as seen: a task that was deferred left no trace and may come
 * again.
 */
public interface OutcomeLog {

  /**
   * The recorded outcome of a task; empty if there is none.
   *
   * @throws Deferred if the log cannot be read now
   */
  Optional<Outcome> find(TaskId task) throws Deferred;

  /**
   * The highest step of a request with a recorded outcome; empty if there is none.
   *
   * @throws Deferred if the log cannot be read now
   */
  OptionalInt highestStep(UUID requestId) throws Deferred;

  /**
   * What is known of several tasks at once: the recorded outcome, or the later step that was seen.
   * Those that may be carried out are not in the answer.
   *
   * @throws Deferred if the log cannot be read now
   */
  default Map<TaskId, Recorded> settled(Collection<TaskId> tasks) throws Deferred {
    Map<TaskId, Recorded> settled = new HashMap<>();
    for (TaskId task : tasks) {
      Optional<Outcome> recorded = find(task);
      OptionalInt highest =
          recorded.isPresent() ? OptionalInt.empty() : highestStep(task.requestId());
      if (recorded.isPresent()) {
        settled.put(task, new Recorded.As(recorded.get()));
      } else if (highest.isPresent() && highest.getAsInt() > task.step()) {
        settled.put(task, new Recorded.Superseded(highest.getAsInt()));
      }
    }
    return settled;
  }

  /**
   * Carries out {@code effect} and records its outcome in one transaction: both happen or neither.
   * Where somebody else recorded this task or a later one first, nothing happens and their outcome,
   * or the later step, is the answer.
   *
   * @throws Deferred if it cannot be done now; nothing was changed
   */
  Recorded once(TaskId task, Action action, Effect effect) throws Deferred;

  /**
   * Records what a task came to that changed nothing, as {@link #once} does.
   *
   * @throws Deferred if it cannot be recorded now
   */
  default Recorded note(TaskId task, Action action, Outcome outcome) throws Deferred {
    return once(task, action, () -> outcome);
  }

  /**
   * Records what several tasks came to that changed nothing, each as {@link #note} does; not
   * necessarily all or none of them.
   *
   * @param notes of different requests
   * @return what each of the tasks came to
   * @throws Deferred if it cannot be recorded now
   */
  default Map<TaskId, Recorded> noteAll(Collection<Note> notes) throws Deferred {
    Map<TaskId, Recorded> recorded = new HashMap<>();
    for (Note note : notes) {
      recorded.put(note.task(), note(note.task(), note.action(), note.outcome()));
    }
    return recorded;
  }

  /** What a task came to that changed nothing. */
  record Note(TaskId task, Action action, Outcome outcome) {}

  /** What changes the store. */
  @FunctionalInterface
  interface Effect {
    /**
     * @throws Deferred if it cannot be done now; whatever was begun is undone
     */
    Outcome carryOut() throws Deferred;
  }

  /** What {@link #once} came to. */
  sealed interface Recorded {

    /** The task's outcome, recorded now or before. */
    record As(Outcome outcome) implements Recorded {}

    /**
     * @param seenStep the later step that was seen already
     */
    record Superseded(int seenStep) implements Recorded {}
  }
}
