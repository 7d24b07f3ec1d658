package io.habeas.participant.outcome;

import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Outcomes of a store without transactions. An effect and its outcome cannot be one there; instead
 * the effect must note durably what it is about to change, change exactly that, and find and finish
 * its own notes when it is called again. Once the outcome is sealed it is never called again.
 */
public final class JournaledOutcomeLog implements OutcomeLog {
  private final TaskJournal journal;

  public JournaledOutcomeLog(TaskJournal journal) {
    this.journal = journal;
  }

  @Override
  public Optional<Outcome> find(TaskId task) throws Deferred {
    return journal.outcome(task);
  }

  @Override
  public OptionalInt highestStep(UUID requestId) throws Deferred {
    return journal.highestStep(requestId);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Here an effect that failed half-way has changed something: it is taken up where it ended
   * when the task comes again.
   */
  @Override
  public Recorded once(TaskId task, Action action, Effect effect) throws Deferred {
    Optional<Outcome> sealed = journal.outcome(task);
    if (sealed.isPresent()) {
      return new Recorded.As(sealed.get());
    }
    OptionalInt later = journal.begin(task, action);
    if (later.isPresent()) {
      return new Recorded.Superseded(later.getAsInt());
    }
    return new Recorded.As(journal.seal(task, action, effect.carryOut()));
  }
}
