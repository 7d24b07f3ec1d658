package io.habeas.orchestrator.erasure;

import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;

/**
 * A required participant without which no request is closed, because nobody can rely on it now.
 *
 * @param since when that was noticed
 */
public record Missing(ParticipantId participant, WaitReason reason, Instant since) {

  boolean sameAs(Missing other) {
    return participant.equals(other.participant) && reason == other.reason;
  }
}
