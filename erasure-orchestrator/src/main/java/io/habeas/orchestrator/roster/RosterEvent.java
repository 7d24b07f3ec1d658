package io.habeas.orchestrator.roster;

import io.habeas.orchestrator.canary.CanaryOutcome;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can happen to a participant's place on the roster. Instants are the orchestrator's. */
public sealed interface RosterEvent {

  /** When it was noticed. */
  Instant at();

  /**
   * The participant has declared itself.
   *
   * @param standing what it says of itself: fit or unfit
   * @param needs types of identifier by which it finds a person
   * @param heartbeat after which silence it wants to count as stale
   * @param reporting how far it is with its reports of what it keeps; null if it makes none
   */
  record Declared(
      ParticipantId participant,
      Standing standing,
      List<IdentifierType> needs,
      Duration heartbeat,
      @Nullable Reporting reporting,
      Instant at)
      implements RosterEvent {
    public Declared {
      needs = List.copyOf(needs);
    }
  }

  /**
   * A canary says something of the path to the participant's store.
   *
   * @param over nothing more comes of it
   */
  record CanarySaid(UUID canaryId, CanaryOutcome outcome, boolean over, Instant at)
      implements RosterEvent {}

  /** That a canary begins could not be told. */
  record CanaryUntold(UUID canaryId, Instant at) implements RosterEvent {}

  /** The instant has come that was asked for. */
  record WokenUp(Instant at) implements RosterEvent {}

  /** How it stands could not be told. */
  record Untold(Instant at) implements RosterEvent {}
}
