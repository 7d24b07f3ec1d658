package io.habeas.orchestrator.roster;

import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one participant. */
public sealed interface RosterState {

  /** It never declared itself. */
  record NeverHeard() implements RosterState {}

  /**
   * It has.
   *
   * @param heardAt when last, by our clock
   * @param silentSince from when on its silence counts; later than {@code heardAt} where nobody
   *     could have heard it
   * @param heartbeat after which silence it is stale
   * @param needs types of identifier by which it finds a person, as it said last
   * @param standing what was told of it last
   * @param tellAgainAt when to tell it, where it could not be told; null when it was
   * @param canaries how it stands with its canaries; null where the controller does not require it
   * @param reporting how far it is with its reports of what it keeps; null if it makes none
   */
  record Listed(
      ParticipantId participant,
      Instant heardAt,
      Instant silentSince,
      Duration heartbeat,
      List<IdentifierType> needs,
      Standing standing,
      @Nullable Instant tellAgainAt,
      @Nullable Canaries canaries,
      @Nullable Reporting reporting)
      implements RosterState {

    public Listed {
      needs = List.copyOf(needs);
    }

    Listed silentSince(Instant when) {
      return new Listed(
          participant, heardAt, when, heartbeat, needs, standing, tellAgainAt, canaries, reporting);
    }

    Listed standing(Standing now) {
      return new Listed(
          participant, heardAt, silentSince, heartbeat, needs, now, null, canaries, reporting);
    }

    Listed tellAgainAt(@Nullable Instant when) {
      return new Listed(
          participant, heardAt, silentSince, heartbeat, needs, standing, when, canaries, reporting);
    }

    Listed canaries(@Nullable Canaries now) {
      return new Listed(
          participant,
          heardAt,
          silentSince,
          heartbeat,
          needs,
          standing,
          tellAgainAt,
          now,
          reporting);
    }

    @Nullable Proof proof() {
      return canaries == null ? null : canaries.proof();
    }

    Instant staleAt() {
      return silentSince.plus(heartbeat);
    }

    /** When the next canary begins; null while one is under way or none can be. */
    @Nullable Instant canaryAt() {
      return canaries != null
              && Canaries.arePossible(standing)
              && canaries.turn() instanceof Canaries.Turn.Due(var when)
          ? when
          : null;
    }
  }
}
