package io.habeas.orchestrator.stopping;

import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.StopCause;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far it is. */
public sealed interface StoppingState {

  /** Nothing was accepted. */
  record NotStarted() implements StoppingState {}

  /**
   * The verifier is asked by what each participant knows the person.
   *
   * @param asked how often, from 1
   * @param againAt when it is asked again
   */
  record Asking(UUID requestId, StopCause cause, List<String> purposes, int asked, Instant againAt)
      implements StoppingState {
    public Asking {
      purposes = List.copyOf(purposes);
    }
  }

  /**
   * Everybody is directed.
   *
   * @param participants whom there was something to direct about
   * @param tellAgainAt when to tell it, where it could not be told; null when it was
   */
  record Stopped(
      UUID requestId,
      StopCause cause,
      List<String> purposes,
      List<ParticipantId> participants,
      @Nullable Instant tellAgainAt)
      implements StoppingState {
    public Stopped {
      purposes = List.copyOf(purposes);
      participants = List.copyOf(participants);
    }

    Stopped tellAgainAt(@Nullable Instant when) {
      return new Stopped(requestId, cause, purposes, participants, when);
    }
  }
}
