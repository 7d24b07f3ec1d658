package io.habeas.intake.decisions;

import io.habeas.schemas.avro.DecisionRecord;

/** Says on {@code dsar.decisions} what a person decided. */
@FunctionalInterface
public interface DecisionLog {

  /**
   * Returns when the record is durably written. Blocks. Saying the same again does no harm: whoever
   * follows decisions knows them by their id.
   *
   * @throws io.habeas.intake.Unavailable if it cannot be said now
   */
  void publish(DecisionRecord record);
}
