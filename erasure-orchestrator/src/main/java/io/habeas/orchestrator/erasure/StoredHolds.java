package io.habeas.orchestrator.erasure;

import io.habeas.protocol.ParticipantId;
import java.util.List;

/** How holds are stored. */
public final class StoredHolds {
  private StoredHolds() {}

  /** In the same order. */
  public static List<io.habeas.schemas.avro.state.Hold> write(List<Hold> holds) {
    return holds.stream().map(StoredHolds::write).toList();
  }

  private static io.habeas.schemas.avro.state.Hold write(Hold hold) {
    ParticipantId participant = hold.participant();
    return new io.habeas.schemas.avro.state.Hold(
        hold.id(), participant == null ? null : participant.name());
  }

  /** Reads what {@link #write(List)} wrote. */
  public static List<Hold> read(List<io.habeas.schemas.avro.state.Hold> stored) {
    return stored.stream()
        .map(
            hold ->
                new Hold(
                    hold.getHoldId(),
                    hold.getParticipant() == null
                        ? null
                        : new ParticipantId(hold.getParticipant())))
        .toList();
  }
}
