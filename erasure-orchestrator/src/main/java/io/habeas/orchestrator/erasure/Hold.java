package io.habeas.orchestrator.erasure;

import io.habeas.protocol.ParticipantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The data protection officer keeps records from being erased (Art. 17(3)(e), 18(2)).
 *
 * @param id by which it is released
 * @param participant whose records; null for everybody's
 */
public record Hold(UUID id, @Nullable ParticipantId participant) {

  /** Whether nothing at all may be erased. */
  boolean ofEverything() {
    return participant == null;
  }

  boolean covers(ParticipantId store) {
    return participant == null || participant.equals(store);
  }
}
