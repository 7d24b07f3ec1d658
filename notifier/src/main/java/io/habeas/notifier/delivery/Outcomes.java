package io.habeas.notifier.delivery;

import io.habeas.schemas.avro.NoticeOutcomeRecord;

/** Where the notifier says what became of letters. */
@FunctionalInterface
public interface Outcomes {

  /**
   * Publishes an outcome, which may have been published before. Returns when it is durable.
   *
   * @throws RuntimeException if that is not known; try again
   */
  void publish(NoticeOutcomeRecord outcome);
}
