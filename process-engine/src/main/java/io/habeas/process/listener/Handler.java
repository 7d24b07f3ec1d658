package io.habeas.process.listener;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;

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
}
