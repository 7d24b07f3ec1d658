package io.habeas.orchestrator.roster;

import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.List;

/** How a participant stands. */
public sealed interface Standing {

  /**
   * It has declared itself in time and takes tasks.
   *
   * @param actions what it can be asked to do
   */
  record Fit(List<Action> actions) implements Standing {
    public Fit {
      actions = List.copyOf(actions);
    }
  }

  /** It has declared itself in time, and that it takes none. */
  record Unfit(WaitReason reason) implements Standing {}

  /** It has been silent for longer than it promised. */
  record Stale(Instant lastHeardAt) implements Standing {}
}
