package io.habeas.participant.outcome;

import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.TaskId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * What a store without transactions remembers of tasks. Each method is one atomic operation of the
 * store and may be repeated; what it has answered survives a crash.
 */
public interface TaskJournal {

  /**
   * The outcome that was sealed for a task; empty if there is none.
   *
   * @throws Deferred if the journal cannot be read now
   */
  Optional<Outcome> outcome(TaskId task) throws Deferred;

  /**
   * The highest step of a request that was sealed; empty if there is none.
   *
   * @throws Deferred if the journal cannot be read now
   */
  OptionalInt highestStep(UUID requestId) throws Deferred;

  /**
   * Notes, before anything is changed, that a task is being carried out.
   *
   * @return empty if it may be; a later step of the same request if that has begun already
   * @throws Deferred if the journal cannot be written now
   */
  OptionalInt begin(TaskId task, Action action) throws Deferred;

  /**
   * Records what a task came to, unless that is recorded already, and then drops whatever was noted
   * in order to carry it out.
   *
   * @return the outcome that stands: this one, or that of whoever was first
   * @throws Deferred if the journal cannot be written now
   */
  Outcome seal(TaskId task, Action action, Outcome outcome) throws Deferred;
}
