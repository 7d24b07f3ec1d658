package io.habeas.storeagent.processor;

import io.habeas.participant.Deferred;
import io.habeas.participant.WaitReason;
import java.util.List;
import java.util.Optional;

/** Why a task with several orders waits: for what somebody has to mend first, if there is such. */
public final class Waiting {
  /** From what nobody but a person can mend to what only takes time. */
  private static final List<WaitReason> GRAVEST_FIRST =
      List.of(
          WaitReason.STORE_FORBIDDEN,
          WaitReason.MAP_MISMATCH,
          WaitReason.UNFIT,
          WaitReason.STORE_UNAVAILABLE,
          WaitReason.RATE_LIMITED,
          WaitReason.RECORD_LOCKED,
          WaitReason.PROCESSOR_WORKING);

  private Optional<WaitReason> gravest = Optional.empty();

  /** One of the orders waits for this. */
  public void add(WaitReason reason) {
    if (gravest.isEmpty() || rank(reason) < rank(gravest.get())) {
      gravest = Optional.of(reason);
    }
  }

  private static int rank(WaitReason reason) {
    return GRAVEST_FIRST.indexOf(reason);
  }

  /** Whether further calls would only meet the same. */
  public static boolean concernsAll(WaitReason reason) {
    return reason == WaitReason.STORE_FORBIDDEN
        || reason == WaitReason.STORE_UNAVAILABLE
        || reason == WaitReason.RATE_LIMITED;
  }

  /**
   * Returns if nothing waits.
   *
   * @throws Deferred for the gravest reason otherwise
   */
  public void check() throws Deferred {
    if (gravest.isPresent()) {
      throw new Deferred(gravest.get());
    }
  }
}
