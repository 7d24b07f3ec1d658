package io.habeas.orchestrator.erasure;

import io.habeas.protocol.ParticipantId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What the ledger of erasures says of one request.
 *
 * @param pseudonyms by what each participant alone knows the person, as the verifier said when the
 *     person passed the gate; empty before
 * @param asked whom was asked to erase, and when for the last time
 */
public record Ledger(Map<ParticipantId, UUID> pseudonyms, Map<ParticipantId, Instant> asked) {
  static final Ledger EMPTY = new Ledger(Map.of(), Map.of());

  public Ledger {
    pseudonyms = Map.copyOf(pseudonyms);
    asked = Map.copyOf(asked);
  }

  Ledger pseudonyms(Map<ParticipantId, UUID> given) {
    return new Ledger(given, asked);
  }

  Ledger asked(Collection<ParticipantId> whom, Instant at) {
    Map<ParticipantId, Instant> after = new HashMap<>(asked);
    whom.forEach(participant -> after.put(participant, at));
    return new Ledger(pseudonyms, after);
  }
}
