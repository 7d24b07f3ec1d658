package io.habeas.orchestrator.roster;

import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the roster says to others. */
public sealed interface RosterCommand {

  /** The participant that it is about. */
  ParticipantId participant();

  /** When it was decided. */
  Instant at();

  /**
   * Tells every partition how a participant stands.
   *
   * @param proof how it stands with its canaries; null for a participant that is asked nothing
   * @param reporting how far it is with its reports of what it keeps; null if it makes none
   */
  record Tell(
      ParticipantId participant,
      Standing standing,
      @Nullable Proof proof,
      @Nullable Reporting reporting,
      Instant at)
      implements RosterCommand {}

  /**
   * Has somebody made up in a store, to be found and erased there.
   *
   * @param needs types of identifier by which the store finds a person
   */
  record BeginCanary(
      UUID canaryId, ParticipantId participant, List<IdentifierType> needs, Instant at)
      implements RosterCommand {
    public BeginCanary {
      needs = List.copyOf(needs);
    }
  }
}
