package io.habeas.orchestrator.requests;

import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.stopping.StoppingEvent;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.reply.Statements;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.ParticipantSubjects;
import io.habeas.schemas.avro.SubjectsNamed;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Translates what the verifier says of the person behind a request into events of a request. */
final class ReadIdentity implements Reader<IdentityRecord, RequestEvent> {
  private final Reader<IdentityRecord, ErasureEvent> erasure;
  private final InstantSource clock;

  /**
   * @param erasure reads what an erasure knows
   */
  ReadIdentity(Reader<IdentityRecord, ErasureEvent> erasure, InstantSource clock) {
    this.erasure = erasure;
    this.clock = clock;
  }

  @Override
  public Optional<Keyed<RequestEvent>> read(String topic, Keyed<IdentityRecord> message)
      throws InvalidMessage {
    Optional<Keyed<ErasureEvent>> known = erasure.read(topic, message);
    if (known.isPresent()) {
      return known.map(event -> new Keyed<>(event.key(), new RequestEvent.Common(event.value())));
    }
    return message.value().getPayload() instanceof SubjectsNamed named
        ? Optional.of(
            new Keyed<>(
                message.key(),
                new RequestEvent.OfStopping(
                    new StoppingEvent.SubjectsNamed(subjects(named), clock.instant()))))
        : Optional.empty();
  }

  private static Map<ParticipantId, List<String>> subjects(SubjectsNamed named)
      throws InvalidMessage {
    Map<ParticipantId, List<String>> all = new HashMap<>();
    for (ParticipantSubjects each : named.getParticipants()) {
      all.put(Statements.participant(each.getParticipant()), Statements.codes(each.getSubjects()));
    }
    return all;
  }
}
