package io.habeas.intake.decisions;

import io.habeas.schemas.avro.StoreHoldRecord;

/** Says on {@code dsar.store-holds} what a person decided about a whole store. */
@FunctionalInterface
public interface StoreHoldLog {

  /**
   * Returns when every partition has the record durably. Blocks. Saying the same again does no
   * harm.
   *
   * @throws io.habeas.intake.Unavailable if some may not have it: it must be said again
   */
  void publish(StoreHoldRecord record);
}
