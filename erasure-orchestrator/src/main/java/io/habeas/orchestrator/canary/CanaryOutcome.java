package io.habeas.orchestrator.canary;

import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CanaryFailure;

/** What a canary says of the path to its store. */
public sealed interface CanaryOutcome {

  /** It was found, erased, and is gone. */
  record Passed() implements CanaryOutcome {}

  /**
   * It was not.
   *
   * @param during what was asked of the store when that showed
   */
  record Missed(CanaryFailure reason, Action during) implements CanaryOutcome {}

  /** Nobody could be made up, so that nothing can be said of the store. */
  record Unseeded() implements CanaryOutcome {}
}
