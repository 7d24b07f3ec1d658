package io.habeas.storeagent.connector;

import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.storeagent.connector.StoreWatch.State;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Outcomes kept in the store itself, asked for once the store is known to be there. */
public final class ReachableOutcomes implements OutcomeLog {
  private final StoreWatch<?> watch;
  private final OutcomeLog log;

  public ReachableOutcomes(StoreWatch<?> watch, OutcomeLog log) {
    this.watch = watch;
    this.log = log;
  }

  @Override
  public Optional<Outcome> find(TaskId task) throws Deferred {
    reach();
    return log.find(task);
  }

  @Override
  public OptionalInt highestStep(UUID requestId) throws Deferred {
    reach();
    return log.highestStep(requestId);
  }

  @Override
  public Map<TaskId, Recorded> settled(Collection<TaskId> tasks) throws Deferred {
    reach();
    return log.settled(tasks);
  }

  @Override
  public Recorded once(TaskId task, Action action, Effect effect) throws Deferred {
    reach();
    return log.once(task, action, effect);
  }

  @Override
  public Recorded note(TaskId task, Action action, Outcome outcome) throws Deferred {
    reach();
    return log.note(task, action, outcome);
  }

  /** Outcomes of the past can be told even while the map does not fit. */
  private void reach() throws Deferred {
    if (watch.current() instanceof State.Unreachable<?>(var reason)) {
      throw new Deferred(reason);
    }
  }
}
