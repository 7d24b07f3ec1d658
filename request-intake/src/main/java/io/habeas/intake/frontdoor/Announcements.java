package io.habeas.intake.frontdoor;

import io.habeas.schemas.avro.IntakeRecord;

/** Says on {@code dsar.intake} that a request arrived. */
@FunctionalInterface
public interface Announcements {

  /**
   * Returns when the record is durably written. Blocks. Saying the same again does no harm: the
   * register ignores it.
   *
   * @throws io.habeas.intake.Unavailable if it cannot be said now
   */
  void publish(IntakeRecord record);
}
