package io.habeas.participant.outcome;

import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import io.habeas.participant.WaitReason;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A log whose tables are one participant's: the first that comes claims them ({@code
 * habeas_owner}), and no other gets an answer.
 */
public final class OwnedOutcomeLog implements OutcomeLog {
  private final OutcomeLog log;
  private final NotesOwner owner;
  private final String participant;
  private volatile boolean owned;

  /**
   * @param log what is guarded
   * @param schema the schema of its tables, a plain SQL identifier; empty for the default one
   * @param participant whose outcomes are noted
   */
  public OwnedOutcomeLog(OutcomeLog log, JdbcTemplate jdbc, String schema, String participant) {
    this.log = log;
    String table = (schema.isEmpty() ? "" : schema + ".") + "habeas_owner";
    this.owner = new NotesOwner(jdbc, table, "participant");
    this.participant = participant;
  }

  /**
   * Claims the tables, unless somebody has. Idempotent.
   *
   * @return whose they are
   * @throws org.springframework.dao.DataAccessException if the database cannot tell now
   */
  public String claim() {
    return owner.claim(participant);
  }

  @Override
  public Optional<Outcome> find(TaskId task) throws Deferred {
    return ifOwned().find(task);
  }

  @Override
  public OptionalInt highestStep(UUID requestId) throws Deferred {
    return ifOwned().highestStep(requestId);
  }

  @Override
  public Map<TaskId, Recorded> settled(Collection<TaskId> tasks) throws Deferred {
    return ifOwned().settled(tasks);
  }

  @Override
  public Recorded once(TaskId task, Action action, Effect effect) throws Deferred {
    return ifOwned().once(task, action, effect);
  }

  @Override
  public Recorded note(TaskId task, Action action, Outcome outcome) throws Deferred {
    return ifOwned().note(task, action, outcome);
  }

  @Override
  public Map<TaskId, Recorded> noteAll(Collection<Note> notes) throws Deferred {
    return ifOwned().noteAll(notes);
  }

  private OutcomeLog ifOwned() throws Deferred {
    if (!owned) {
      try {
        owned = claim().equals(participant);
      } catch (NestedRuntimeException e) {
        throw new Deferred(JdbcFailures.reasonFor(e));
      }
      if (!owned) {
        throw new Deferred(WaitReason.UNFIT);
      }
    }
    return log;
  }
}
