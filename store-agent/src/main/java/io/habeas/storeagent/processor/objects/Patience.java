package io.habeas.storeagent.processor.objects;

import io.habeas.participant.Deferred;
import io.habeas.participant.WaitReason;
import java.time.Duration;

/**
 * How long one task may hold up those behind it. Many objects take many calls; what was done
 * counts, and the rest is done when the task comes again.
 */
final class Patience {
  private final long until;

  Patience(Duration duration) {
    this.until = System.nanoTime() + duration.toNanos();
  }

  /**
   * Returns if there is some left.
   *
   * @throws Deferred PROCESSOR_WORKING if there is none
   */
  void check() throws Deferred {
    if (System.nanoTime() - until > 0) {
      throw new Deferred(WaitReason.PROCESSOR_WORKING);
    }
  }
}
