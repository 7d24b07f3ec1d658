package io.habeas.orchestrator.roster;

import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CanaryFailure;
import io.habeas.schemas.avro.CanaryObstacle;
import java.time.Instant;
import java.util.UUID;

/** What canaries have shown of the path to a participant's store. */
public sealed interface Proof {

  /** Nothing yet: none has come to an end. */
  record Untried() implements Proof {}

  /** Nothing, and they cannot: nobody can be made up there. */
  record NotProvable(CanaryObstacle obstacle, Instant since) implements Proof {}

  /** That it works: the last one was found, erased, and is gone. */
  record Proven(UUID canaryId, Instant at) implements Proof {}

  /**
   * That it does not: the last one was not. Only another one that comes through shows otherwise.
   *
   * @param during what was asked of the store when that showed
   * @param since when it failed first since one was proven
   * @param remains whether what was made up may still be there
   */
  record Failed(UUID canaryId, CanaryFailure reason, Action during, Instant since, boolean remains)
      implements Proof {}
}
