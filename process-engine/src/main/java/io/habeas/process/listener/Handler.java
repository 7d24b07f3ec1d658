package io.habeas.process.listener;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import java.util.List;

/**
 * Carries one message's effect out.
 *
 * <p>At least once: after a crash the same message comes again, so the effect must be idempotent.
 */
@FunctionalInterface
public interface Handler<R> {

  /**
   * Returns only when the effect is durably recorded. Anything it throws but {@link InvalidMessage}
   * makes the same message come again after a pause that grows; its partition waits, others go on.
   *
   * @param topic the topic of the message, which tells who wrote it
   * @throws InvalidMessage if the message is well-formed but cannot be true; it goes to the dead
   *     letters
   */
  void handle(String topic, Keyed<R> message) throws InvalidMessage;

  /**
   * Begins to deal with what came in one go: a chance to do once for all of them what each would
   * have done by itself. By default nothing is.
   *
   * @param ahead what is to come, in order; some of it may not come, and come again later
   */
  default Batch<R> begin(List<Keyed<R>> ahead) {
    return this::handle;
  }

  /** Messages that came in one go. Used by one thread. */
  @FunctionalInterface
  interface Batch<R> {

    /**
     * As {@link Handler#handle}, but that its effect need not be durable before {@link #finish}
     * returns.
     *
     * @throws InvalidMessage if the message is well-formed but cannot be true
     */
    void handle(String topic, Keyed<R> message) throws InvalidMessage;

    /**
     * Returns only when everything that was handled since it was called last is durable; if it
     * throws, all of that comes again, in another batch.
     */
    default void finish() {}
  }
}
