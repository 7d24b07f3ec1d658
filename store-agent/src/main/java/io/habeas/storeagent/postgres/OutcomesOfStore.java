package io.habeas.storeagent.postgres;

import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.storeagent.postgres.StoreSchema.State;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Outcomes in the store's own database, asked for once the tables are known to be there. */
final class OutcomesOfStore implements OutcomeLog {
  private final StoreSchema schema;
  private final OutcomeLog log;

  OutcomesOfStore(StoreSchema schema, OutcomeLog log) {
    this.schema = schema;
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
  public Recorded once(TaskId task, Action action, Effect effect) throws Deferred {
    reach();
    return log.once(task, action, effect);
  }

  /** Outcomes of the past can be told even while the map does not fit. */
  private void reach() throws Deferred {
    if (schema.current() instanceof State.Unreachable(var reason)) {
      throw new Deferred(reason);
    }
  }
}
