package io.habeas.participant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A service or store that holds personal data: the one interface to implement in order to take part
 * in requests, with those methods only that it can carry out. The starter does everything else: it
 * listens for tasks, claims identifiers, recognises repeats, records outcomes, replies, and
 * declares this participant. A request goes on without what a participant cannot do, and says so;
 * one that erases must also verify.
 *
 * <p>Calls come from listener threads, one at a time per request, and may block. Each is repeated
 * after a crash unless its outcome was recorded, so each must be right when called again. Rows of
 * other people are never read into an answer and never touched.
 *
 * <p>{@link #restrict}, {@link #lift} and {@link #erase} run inside {@link
 * io.habeas.participant.outcome.OutcomeLog#once}, that is, inside the transaction that also records
 * their outcome. So do {@link #rectify}, {@link #seed} and {@link #expire}.
 */
public interface DataHolder {

  /**
   * Counts what is held about the person, and names identifiers that other participants may need
   * (Art. 17 begins with knowing). Changes nothing.
   *
   * @throws Deferred if it cannot be done now
   */
  default Located locate(Task task) throws Deferred {
    throw new NotOffered(Action.LOCATE);
  }

  /**
   * Hides the person's records at once and reversibly (Art. 18).
   *
   * @return what is restricted now
   * @throws Deferred if it cannot be done now; nothing was changed then
   */
  default Counts restrict(Task task) throws Deferred {
    throw new NotOffered(Action.RESTRICT);
  }

  /**
   * Undoes what {@link #restrict} did for this request, exactly. The task carries no identifiers:
   * the request may be closed already, so what was restricted is found by the request's id.
   *
   * @return what was lifted
   * @throws Deferred if it cannot be done now; nothing was changed then
   */
  default Counts lift(Task task) throws Deferred {
    throw new NotOffered(Action.LIFT);
  }

  /**
   * Erases; keeps, restricted, exactly what a retention rule names (Art. 17(3)). Whoever keeps
   * anything notes beside it for which request and until when, and offers {@link #expire}.
   *
   * @param ground why erasure is owed
   * @throws Deferred if it cannot be done now; nothing was changed then
   */
  default Erased erase(Task task, ErasureGround ground) throws Deferred {
    throw new NotOffered(Action.ERASE);
  }

  /**
   * Looks again, by other queries than those that erased, for records that should be gone. Changes
   * nothing.
   *
   * @return what was found, empty if nothing but what is lawfully retained
   * @throws Deferred if it cannot be done now
   */
  default Counts verify(Task task) throws Deferred {
    throw new NotOffered(Action.VERIFY);
  }

  /**
   * Reads out everything that is held about the person (Art. 15(3)), restricted and retained
   * records included. Changes nothing.
   *
   * @param records takes each record as it is read, so that no more than a few are in memory
   * @throws Deferred if it cannot be done now; what was given to {@code records} is dropped then
   */
  default void export(Task task, RecordSink records) throws Deferred {
    throw new NotOffered(Action.EXPORT);
  }

  /**
   * Corrects every record of the person's that holds a corrected field, or puts their statement
   * beside it (Art. 16; legal rule L18). What is kept under a duty is corrected too.
   *
   * @throws Deferred if it cannot be done now; nothing was changed then
   */
  default Rectified rectify(Task task, Corrections corrections) throws Deferred {
    throw new NotOffered(Action.RECTIFY);
  }

  /**
   * Makes up a person under the task's identifiers, who can be located and erased like any other: a
   * canary, whose erasure proves the path to this store.
   *
   * @return what was made up; empty if none of the identifiers is one that could be held here
   * @throws Deferred if it cannot be done now; nothing was changed then
   */
  default Counts seed(Task task) throws Deferred {
    throw new NotOffered(Action.SEED);
  }

  /**
   * Erases what {@link #erase} kept for this request and may keep no longer (legal rule L20). The
   * task carries no identifiers: they may be forgotten everywhere by now, so what was kept is found
   * by what was noted beside it, and by nothing else. What restricts it goes with it. What another
   * request still keeps under a duty of its own stays; it is kept for this request no longer.
   *
   * @param asOf what may be kept until this instant or an earlier one goes: {@link
   *     Retained#firstExpiry} is when something may no longer be kept, not the last at which it
   *     may. In whole milliseconds
   * @return what became of it, by collection, and what is still kept for this request; nothing at
   *     all if nothing is kept
   * @throws Deferred if it cannot be done now; nothing was changed then
   */
  default Erased expire(Task task, Instant asOf) throws Deferred {
    throw new NotOffered(Action.EXPIRE);
  }

  /**
   * Says what is kept now under duties, by what was noted beside it, for every request; the same of
   * each as the last answer to ERASE or EXPIRE said (legal rule L20). Asked every night by a thread
   * of its own, while tasks are carried out: what one of them changes meanwhile may be in it or
   * not, but what was answered before must be. Changes nothing, and reads no identifiers.
   *
   * @param retained takes what is kept for one request after the other, so that no more than a few
   *     need to be in memory
   * @throws Deferred if it cannot be done now; what was given to {@code retained} does not count
   */
  default void reportRetained(RetentionSink retained) throws Deferred {
    throw new UnsupportedOperationException(
        "Expected a participant that reports what it keeps but it does not");
  }

  /**
   * Whether {@link #reportRetained} can be asked for: if the implementing class has it. Nothing is
   * compared of one that does not.
   */
  default boolean reportsRetained() {
    return OfferedActions.reportsRetained(this);
  }

  /**
   * How collections are treated at an erasure. Told with every answer to LOCATE, so that a plan can
   * be shown, and approved, as a dry run. The same whoever it is about; must answer quickly. If it
   * becomes another after a plan was approved, the plan has to be approved again.
   *
   * @return for each collection at most one; of collections that are not in it, as of all by
   *     default, a plan shows no more than how many records there are
   */
  default List<CollectionTreatment> treatments() {
    return List.of();
  }

  /**
   * What can be asked for: the actions whose methods the implementing class has. To be overridden
   * only where that depends on something else, a configuration say.
   */
  default Set<Action> actions() {
    return OfferedActions.of(this);
  }

  /**
   * Why no task can be taken at present; empty when fit. Asked at every heartbeat and before every
   * task, so it must answer quickly.
   */
  default Optional<WaitReason> unfit() {
    return Optional.empty();
  }
}
