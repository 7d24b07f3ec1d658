package io.habeas.participant.task;

import io.habeas.participant.Deferred;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.participant.outcome.OutcomeLog.Note;
import io.habeas.participant.outcome.OutcomeLog.Recorded;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tasks came to that changed nothing, until it is recorded for all of them at once, and
 * replied. Lost in a crash, and then found out again: the tasks come again.
 */
final class Notes {
  private static final Logger log = LoggerFactory.getLogger(Notes.class);

  private final OutcomeLog outcomes;
  private final Map<UUID, Replying> byRequest = new LinkedHashMap<>();

  private record Replying(Note note, Consumer<Answer> reply) {}

  Notes(OutcomeLog outcomes) {
    this.outcomes = outcomes;
  }

  /**
   * Keeps a note.
   *
   * @param reply given the answer when it is recorded
   */
  void add(Note note, Consumer<Answer> reply) {
    byRequest.put(note.task().requestId(), new Replying(note, reply));
  }

  /** Records everything if there is something of this request. */
  void recordBefore(UUID requestId) {
    if (byRequest.containsKey(requestId)) {
      record();
    }
  }

  /**
   * Records everything and has it replied. If a reply cannot be sent, everything stays, and is
   * recorded, to no effect, and replied again.
   */
  void record() {
    if (byRequest.isEmpty()) {
      return;
    }
    Function<TaskId, Answer> answers = recorded();
    byRequest
        .values()
        .forEach(replying -> replying.reply().accept(answers.apply(replying.note().task())));
    byRequest.clear();
  }

  private Function<TaskId, Answer> recorded() {
    List<Note> notes = byRequest.values().stream().map(Replying::note).toList();
    try {
      Map<TaskId, Recorded> recorded = outcomes.noteAll(notes);
      return task -> Answer.of(Objects.requireNonNull(recorded.get(task)));
    } catch (Deferred e) {
      return task -> new Answer.Wait(e.reason());
    } catch (RuntimeException e) {
      // The text stays out: it may quote what the store holds.
      log.error(
          "Expected the outcomes of {} tasks to be recorded but it threw {}",
          notes.size(),
          e.getClass().getName());
      return task -> new Answer.Wait(WaitReason.INTERNAL_ERROR);
    }
  }
}
