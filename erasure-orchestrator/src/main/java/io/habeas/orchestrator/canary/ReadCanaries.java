package io.habeas.orchestrator.canary;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.CanaryBegun;
import io.habeas.schemas.avro.CanaryOver;
import io.habeas.schemas.avro.CanaryRecord;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Translates what the roster wants proven into events of a canary. */
public final class ReadCanaries implements Reader<CanaryRecord, CanaryEvent> {
  private final Set<ParticipantId> approved;
  private final InstantSource clock;

  /**
   * @param approved in whose stores somebody may be made up
   */
  public ReadCanaries(Collection<ParticipantId> approved, InstantSource clock) {
    this.approved = Set.copyOf(approved);
    this.clock = clock;
  }

  @Override
  public Optional<Keyed<CanaryEvent>> read(String topic, Keyed<CanaryRecord> message)
      throws InvalidMessage {
    CanaryRecord record = message.value();
    message.requireKey(record.getCanaryId().toString());
    return switch (record.getPayload()) {
      case CanaryBegun begun -> {
        Optional<ParticipantId> participant =
            approved.stream().filter(id -> id.name().equals(record.getParticipant())).findFirst();
        if (participant.isEmpty()) {
          throw new InvalidMessage("unknown-participant");
        }
        yield Optional.of(
            new Keyed<>(
                message.key(),
                new CanaryEvent.Begun(record.getCanaryId(), participant.get(), clock.instant())));
      }
      // Said by this process itself.
      case CanaryOver over -> Optional.empty();
      // The wire stops before a payload that this version does not have.
      default -> throw new InvalidMessage("unexpected-payload");
    };
  }
}
