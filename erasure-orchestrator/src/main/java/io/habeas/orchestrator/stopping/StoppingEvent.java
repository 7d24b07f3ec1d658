package io.habeas.orchestrator.stopping;

import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.StopCause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What can happen. */
public sealed interface StoppingEvent {

  /** When the orchestrator noticed, by its own clock. */
  Instant at();

  /**
   * The request is accepted.
   *
   * @param purposes for which processing stops; at least one
   */
  record RequestAccepted(UUID requestId, StopCause cause, List<String> purposes, Instant at)
      implements StoppingEvent {
    public RequestAccepted {
      purposes = List.copyOf(purposes);
    }
  }

  /**
   * The verifier says by what.
   *
   * @param subjects how the directives of each participant name the person
   */
  record SubjectsNamed(Map<ParticipantId, List<String>> subjects, Instant at)
      implements StoppingEvent {
    public SubjectsNamed {
      subjects =
          subjects.entrySet().stream()
              .collect(
                  Collectors.toUnmodifiableMap(
                      Map.Entry::getKey, named -> List.copyOf(named.getValue())));
    }
  }

  /** Somebody wants the request to end. */
  record EndingAsked(EndCause cause, Instant at) implements StoppingEvent {}

  /** A command could not be written. */
  record CommandUndeliverable(StoppingCommand command, Instant at) implements StoppingEvent {}

  /** The instant has come that was asked for. */
  record WokenUp(Instant at) implements StoppingEvent {}
}
