package io.habeas.orchestrator.erasure;

import io.habeas.protocol.ParticipantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is so for every erasure, whoever it is about. */
public sealed interface StoreFact {

  /** The store that it is about. */
  ParticipantId participant();

  /**
   * Nothing of it is erased before the hold is released (Art. 17(3)(e), 18(1)(c)).
   *
   * @param collection the one that is meant; null for all. Tasks are about a whole store, so that
   *     the whole is held for one
   */
  record Held(UUID holdId, ParticipantId participant, @Nullable String collection)
      implements StoreFact {}

  /** The hold is over. */
  record Released(UUID holdId, ParticipantId participant) implements StoreFact {}

  /** It takes tasks. */
  record Fit(ParticipantId participant) implements StoreFact {}

  /** It takes tasks, and its last canary was not found, erased and gone: nor may a person be. */
  record CanaryFailed(ParticipantId participant) implements StoreFact {}

  /** It says that it cannot take tasks. */
  record Unfit(ParticipantId participant) implements StoreFact {}

  /** It has not been heard of for longer than it promised. */
  record Stale(ParticipantId participant) implements StoreFact {}

  /**
   * How it stands, of one that has reported all that it keeps.
   *
   * @param lastBegunAt when the last report that it finished began, by its own clock
   */
  record Reporting(StoreFact standing, Instant lastBegunAt) implements StoreFact {
    @Override
    public ParticipantId participant() {
      return standing.participant();
    }
  }
}
