package io.habeas.orchestrator.roster;

import io.habeas.protocol.ParticipantId;
import java.time.Duration;
import java.time.Instant;
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
   * @param standing what was told of it last
   * @param tellAgainAt when to tell it, where it could not be told; null when it was
   */
  record Listed(
      ParticipantId participant,
      Instant heardAt,
      Instant silentSince,
      Duration heartbeat,
      Standing standing,
      @Nullable Instant tellAgainAt)
      implements RosterState {

    Listed silentSince(Instant when) {
      return new Listed(participant, heardAt, when, heartbeat, standing, tellAgainAt);
    }

    Listed standing(Standing now) {
      return new Listed(participant, heardAt, silentSince, heartbeat, now, null);
    }

    Listed tellAgainAt(@Nullable Instant when) {
      return new Listed(participant, heardAt, silentSince, heartbeat, standing, when);
    }

    Instant staleAt() {
      return silentSince.plus(heartbeat);
    }
  }
}
