package io.habeas.exportbuilder.export;

import io.habeas.protocol.ParticipantId;
import java.time.Instant;
import java.util.UUID;

/** What an export asks of others. */
public sealed interface ExportCommand {

  /** The request that it is about. */
  UUID requestId();

  /** When it was decided. */
  Instant at();

  /** Asks one participant. The same step twice is one task. */
  record Ask(UUID requestId, ParticipantId participant, int step, Task task, Instant at)
      implements ExportCommand {}

  /** Tells everybody who follows exports. */
  record Tell(UUID requestId, Report report, Instant at) implements ExportCommand {}

  /** What a participant is asked to do. */
  sealed interface Task {
    /**
     * @param round over the identifier graph, from 1
     */
    record Locate(int round) implements Task {}

    /**
     * Read out what is held.
     *
     * @param recipientKey the request's public key
     */
    record ReadOut(String recipientKey) implements Task {}
  }
}
