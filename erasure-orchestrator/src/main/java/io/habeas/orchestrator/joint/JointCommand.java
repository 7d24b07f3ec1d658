package io.habeas.orchestrator.joint;

import io.habeas.protocol.ParticipantId;
import java.time.Instant;
import java.util.UUID;

/** What is asked of others for a request for which all participants do one thing. */
public sealed interface JointCommand {

  /** The request that it is about. */
  UUID requestId();

  /** When it was decided. */
  Instant at();

  /** Asks one participant. The same step twice is one task. */
  record Ask(UUID requestId, ParticipantId participant, int step, Task task, Instant at)
      implements JointCommand {}

  /** Tells everybody who follows the request. */
  record Tell(UUID requestId, JointReport report, Instant at) implements JointCommand {}

  /** What a participant is asked to do. */
  sealed interface Task {
    /**
     * @param round over the identifier graph, from 1
     */
    record Locate(int round) implements Task {}

    /** Correct what is held, by what the vault grants for this task. */
    record Rectify() implements Task {}

    /** Hide what is held, reversibly. */
    record Restrict() implements Task {}

    /** Undo the restriction. */
    record Lift() implements Task {}
  }
}
