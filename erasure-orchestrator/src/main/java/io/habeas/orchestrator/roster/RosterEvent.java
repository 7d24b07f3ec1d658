package io.habeas.orchestrator.roster;

import io.habeas.protocol.ParticipantId;
import java.time.Duration;
import java.time.Instant;

/** What can happen to a participant's place on the roster. Instants are the orchestrator's. */
public sealed interface RosterEvent {

  /** When it was noticed. */
  Instant at();

  /**
   * The participant has declared itself.
   *
   * @param standing what it says of itself: fit or unfit
   * @param heartbeat after which silence it wants to count as stale
   */
  record Declared(ParticipantId participant, Standing standing, Duration heartbeat, Instant at)
      implements RosterEvent {}

  /** The instant has come that was asked for. */
  record WokenUp(Instant at) implements RosterEvent {}

  /** How it stands could not be told. */
  record Untold(Instant at) implements RosterEvent {}
}
