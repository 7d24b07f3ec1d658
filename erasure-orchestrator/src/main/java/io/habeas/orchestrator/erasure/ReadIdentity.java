package io.habeas.orchestrator.erasure;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.reply.Statements;
import io.habeas.schemas.avro.GateBusy;
import io.habeas.schemas.avro.GateHeld;
import io.habeas.schemas.avro.GatePassed;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.IdentityRejected;
import io.habeas.schemas.avro.IdentityVerified;
import io.habeas.schemas.avro.ParticipantPseudonym;
import io.habeas.schemas.avro.ReplayGranted;
import io.habeas.schemas.avro.ReplayRefused;
import io.habeas.schemas.avro.SubjectHoldEnded;
import io.habeas.schemas.avro.SubjectHoldFound;
import io.habeas.schemas.avro.SubjectsNamed;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Translates what the verifier says of the person behind a request into events of an erasure. */
final class ReadIdentity implements Reader<IdentityRecord, ErasureEvent> {
  private final InstantSource clock;

  ReadIdentity(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Optional<Keyed<ErasureEvent>> read(String topic, Keyed<IdentityRecord> message)
      throws InvalidMessage {
    IdentityRecord identity = message.value();
    message.requireKey(identity.getRequestId().toString());
    Optional<ErasureEvent> event =
        switch (identity.getPayload()) {
          case GatePassed passed ->
              Optional.of(
                  new ErasureEvent.GatePassed(
                      passed.getAsk(), pseudonyms(passed), subjects(passed), clock.instant()));
          case GateHeld held -> {
            if (held.getHolds().isEmpty()) {
              throw new InvalidMessage("held-by-nothing");
            }
            yield Optional.of(
                new ErasureEvent.GateHeld(held.getAsk(), held.getHolds(), clock.instant()));
          }
          case GateBusy busy -> {
            if (busy.getAccesses().isEmpty()) {
              throw new InvalidMessage("busy-with-nothing");
            }
            yield Optional.of(
                new ErasureEvent.GateBusy(busy.getAsk(), busy.getAccesses(), clock.instant()));
          }
          case SubjectHoldFound found ->
              Optional.of(
                  new ErasureEvent.HoldPlaced(
                      identity.getRequestId(), new Hold(found.getHoldId(), null), clock.instant()));
          case SubjectHoldEnded ended ->
              Optional.of(new ErasureEvent.HoldReleased(ended.getHoldId(), clock.instant()));
          case ReplayGranted granted ->
              Optional.of(
                  new ErasureEvent.ReplayGranted(
                      granted.getRestorationId(),
                      Statements.participant(granted.getParticipant()),
                      clock.instant()));
          case ReplayRefused refused ->
              Optional.of(
                  new ErasureEvent.ReplayRefused(
                      refused.getRestorationId(),
                      Statements.participant(refused.getParticipant()),
                      clock.instant()));
          // Asked for by requests that erase nothing.
          case SubjectsNamed named -> Optional.empty();
          // The register's: it makes acceptance or refusal of them.
          case IdentityVerified verified -> Optional.empty();
          case IdentityRejected rejected -> Optional.empty();
          // The wire stops before a payload that this version does not have.
          default -> throw new InvalidMessage("unexpected-payload");
        };
    return event.map(e -> new Keyed<>(message.key(), e));
  }

  private static Map<ParticipantId, UUID> pseudonyms(GatePassed passed) throws InvalidMessage {
    Map<ParticipantId, UUID> all = new HashMap<>();
    for (ParticipantPseudonym each : passed.getPseudonyms()) {
      all.put(Statements.participant(each.getParticipant()), each.getPseudonym());
    }
    return all;
  }

  private static Map<ParticipantId, List<String>> subjects(GatePassed passed)
      throws InvalidMessage {
    Map<ParticipantId, List<String>> all = new HashMap<>();
    for (ParticipantPseudonym each : passed.getPseudonyms()) {
      all.put(Statements.participant(each.getParticipant()), Statements.codes(each.getSubjects()));
    }
    return all;
  }
}
