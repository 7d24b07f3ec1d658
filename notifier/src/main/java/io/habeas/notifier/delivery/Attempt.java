package io.habeas.notifier.delivery;

import io.habeas.schemas.avro.WaitReason;

/** How one attempt at a letter ended. */
sealed interface Attempt {

  /** Nothing more is to be tried. */
  record Settled(Verdict verdict) implements Attempt {}

  /**
   * To be tried again.
   *
   * @param cause for the operator's log: a class name, a status; never a text
   */
  record Postponed(WaitReason reason, String cause) implements Attempt {}
}
