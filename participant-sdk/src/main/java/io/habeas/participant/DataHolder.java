package io.habeas.participant;

import java.util.Optional;

/**
 * A service or store that holds personal data: the one interface to implement in order to take part
 * in requests. The starter does everything else: it listens for tasks, claims identifiers,
 * recognises repeats, records outcomes, replies, and declares this participant.
 *
 * <p>Calls come from listener threads, one at a time per request, and may block. Each is repeated
 * after a crash unless its outcome was recorded, so each must be right when called again. Rows of
 * other people are never read into an answer and never touched.
 *
 * <p>{@link #restrict}, {@link #lift} and {@link #erase} run inside {@link
 * io.habeas.participant.outcome.OutcomeLog#once}, that is, inside the transaction that also records
 * their outcome.
 */
public interface DataHolder {

  /**
   * Counts what is held about the person, and names identifiers that other participants may need
   * (Art. 17 begins with knowing). Changes nothing.
   *
   * @throws Deferred if it cannot be done now
   */
  Located locate(Task task) throws Deferred;

  /**
   * Hides the person's records at once and reversibly (Art. 18).
   *
   * @return what is restricted now
   * @throws Deferred if it cannot be done now; nothing was changed then
   */
  Counts restrict(Task task) throws Deferred;

  /**
   * Undoes what {@link #restrict} did for this request, exactly. The task carries no identifiers:
   * the request may be closed already, so what was restricted is found by the request's id.
   *
   * @return what was lifted
   * @throws Deferred if it cannot be done now; nothing was changed then
   */
  Counts lift(Task task) throws Deferred;

  /**
   * Erases; keeps, restricted, exactly what a retention rule names (Art. 17(3)).
   *
   * @param ground why erasure is owed
   * @throws Deferred if it cannot be done now; nothing was changed then
   */
  Erased erase(Task task, ErasureGround ground) throws Deferred;

  /**
   * Looks again, by other queries than those that erased, for records that should be gone. Changes
   * nothing.
   *
   * @return what was found, empty if nothing but what is lawfully retained
   * @throws Deferred if it cannot be done now
   */
  Counts verify(Task task) throws Deferred;

  /**
   * Reads out everything that is held about the person (Art. 15(3)), restricted and retained
   * records included. Changes nothing.
   *
   * @param records takes each record as it is read, so that no more than a few are in memory
   * @throws Deferred if it cannot be done now; what was given to {@code records} is dropped then
   */
  void export(Task task, RecordSink records) throws Deferred;

  /**
   * Why no task can be taken at present; empty when fit. Asked at every heartbeat and before every
   * task, so it must answer quickly.
   */
  default Optional<WaitReason> unfit() {
    return Optional.empty();
  }
}
