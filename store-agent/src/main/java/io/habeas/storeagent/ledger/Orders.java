package io.habeas.storeagent.ledger;

import io.habeas.participant.Deferred;
import io.habeas.participant.TaskId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What was ordered of a processor: noted before it is sent, so that a crash at any point leads to
 * the same order again and not to a second one. Each change is one atomic operation; where two
 * instances want different ones, the first stands and both are given it.
 *
 * <p>The name of an order at a processor is a pseudonym (Recital 26). Orders are dropped once the
 * task is sealed that they were for; those of ERASE and RESTRICT stay for the steps that look after
 * them, until an erasure was verified or a restriction lifted. What no step drops, because its
 * request ended otherwise, goes {@link LedgerConnection#abandonedAfter} after it was last changed.
 */
public interface Orders {

  /**
   * The order of a task, noted durably when this returns.
   *
   * <p>An order of the same operation is taken up, whichever step placed it, unless it is finished
   * and was placed by an earlier step, or abandoned: then there is a new one with a new key. One
   * that was finished by this step is returned as it is.
   *
   * @param operation which of the task's orders: a code of at most 200 characters without {@code /}
   *     or any identifier of a person in clear
   * @throws Deferred if the ledger fails, or a later step of the request has taken the order up
   */
  Order place(TaskId task, String operation) throws Deferred;

  /**
   * Notes that the processor has taken it.
   *
   * @param reference the order's name at the processor's
   * @return the order as it stands: with another reference if somebody was faster
   * @throws Deferred if the ledger fails, or the order is not the current one any more
   */
  Order sent(Order order, String reference) throws Deferred;

  /**
   * Notes that the processor has carried it out.
   *
   * @param result in codes and counts
   * @return the order as it stands
   * @throws Deferred if the ledger fails, or the order is not the current one any more
   */
  Order finished(Order order, String result) throws Deferred;

  /**
   * Notes that the processor never will.
   *
   * @return the order as it stands: finished if somebody noted that first
   * @throws Deferred if the ledger fails, or the order is not the current one any more
   */
  Order abandoned(Order order) throws Deferred;

  /**
   * The order that has {@code key}; empty if there is none (any more). For those whom a processor
   * calls back.
   *
   * @throws Deferred if the ledger fails
   */
  Optional<Order> byKey(UUID key) throws Deferred;

  /**
   * All orders of a request that are kept, in the order of their operations.
   *
   * @throws Deferred if the ledger fails
   */
  List<Order> of(UUID requestId) throws Deferred;
}
