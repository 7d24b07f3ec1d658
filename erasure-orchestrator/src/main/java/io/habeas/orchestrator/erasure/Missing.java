package io.habeas.orchestrator.erasure;

import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import io.habeas.schemas.avro.WaitReason;
import java.time.Instant;
import java.util.List;

/**
 * A required participant without which no request is closed, because nobody can rely on it now.
 *
 * @param since when that was noticed
 */
public record Missing(ParticipantId participant, WaitReason reason, Instant since) {

  /** Those of these participants that cannot be relied on, noticed now. */
  static List<Missing> among(
      List<RequiredParticipant> participants, KnownStores known, Instant now) {
    return participants.stream()
        .map(RequiredParticipant::id)
        .flatMap(id -> known.objectionTo(id).stream().map(reason -> new Missing(id, reason, now)))
        .toList();
  }

  /** The same, each since it was noticed first. */
  static List<Missing> since(List<Missing> before, List<Missing> now) {
    return now.stream()
        .map(each -> before.stream().filter(each::isAs).findFirst().orElse(each))
        .toList();
  }

  private boolean isAs(Missing other) {
    return participant.equals(other.participant) && reason == other.reason;
  }
}
