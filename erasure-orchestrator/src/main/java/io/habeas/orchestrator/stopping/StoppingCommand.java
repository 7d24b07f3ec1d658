package io.habeas.orchestrator.stopping;

import io.habeas.orchestrator.directives.Directive;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.EndCause;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What is asked of others. */
public sealed interface StoppingCommand {

  /** A participant must respect it from now on. */
  record Direct(Directive directive) implements StoppingCommand {}

  /** Something is told of the request. */
  sealed interface Tell extends StoppingCommand {
    UUID requestId();

    /** When it was decided. */
    Instant at();
  }

  /** Asks the verifier by what the person is known. */
  record AskSubjects(UUID requestId, Instant at) implements Tell {}

  /**
   * Everybody is directed.
   *
   * @param resting the participants that hold nothing but what rested on the withdrawn consents
   */
  record TellStopped(
      UUID requestId,
      List<String> purposes,
      List<ParticipantId> participants,
      List<ParticipantId> resting,
      Instant at)
      implements Tell {
    public TellStopped {
      purposes = List.copyOf(purposes);
      participants = List.copyOf(participants);
      resting = List.copyOf(resting);
    }
  }

  /** What stops does not begin again because a request ends. */
  record TellEndingTooLate(UUID requestId, EndCause cause, Instant at) implements Tell {}
}
