package io.habeas.orchestrator.erasure;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.HoldPlaced;
import io.habeas.schemas.avro.HoldReleased;
import io.habeas.schemas.avro.ObjectionUpheld;
import io.habeas.schemas.avro.OutcomeDecided;
import io.habeas.schemas.avro.PlanApproved;
import io.habeas.schemas.avro.RecipientDecided;
import io.habeas.schemas.avro.RefusalDecided;
import io.habeas.schemas.avro.RestorationBegun;
import io.habeas.schemas.avro.RestrictionEndDecided;
import io.habeas.schemas.avro.StoreRestored;
import io.habeas.schemas.avro.SubjectHoldPlaced;
import io.habeas.schemas.avro.SubjectHoldReleased;
import java.time.InstantSource;
import java.util.Optional;

/** Translates what the data protection officer decides into events of an erasure. */
final class ReadDecisions implements Reader<DecisionRecord, ErasureEvent> {
  private final InstantSource clock;

  ReadDecisions(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Optional<Keyed<ErasureEvent>> read(String topic, Keyed<DecisionRecord> message)
      throws InvalidMessage {
    DecisionRecord decision = message.value();
    message.requireKey(decision.getRequestId().toString());
    Optional<ErasureEvent> event =
        switch (decision.getPayload()) {
          case HoldPlaced placed ->
              Optional.of(
                  new ErasureEvent.HoldPlaced(
                      decision.getRequestId(),
                      new Hold(
                          placed.getHoldId(),
                          placed.getParticipant() == null
                              ? null
                              : participant(placed.getParticipant())),
                      clock.instant()));
          case HoldReleased released ->
              Optional.of(new ErasureEvent.HoldReleased(released.getHoldId(), clock.instant()));
          case PlanApproved approved ->
              Optional.of(
                  new ErasureEvent.PlanApproved(
                      decision.getDecisionId(), approved.getPlan(), clock.instant()));
          case OutcomeDecided decided ->
              Optional.of(
                  new ErasureEvent.OutcomeDecided(
                      decision.getDecisionId(),
                      participant(decided.getParticipant()),
                      decided.getOutcome(),
                      clock.instant()));
          // The register's: it asks for the ending, and has the person told.
          case RefusalDecided refused -> Optional.empty();
          // The verifier's: it alone knows by what a person is known.
          case SubjectHoldPlaced placed -> Optional.empty();
          case SubjectHoldReleased released -> Optional.empty();
          case RestrictionEndDecided decided -> Optional.empty();
          case ObjectionUpheld upheld -> Optional.empty();
          case RecipientDecided decided -> Optional.empty();
          // The verifier says whether it still can be done.
          case StoreRestored restored -> Optional.empty();
          case RestorationBegun begun -> Optional.empty();
          // The wire stops before a payload that this version does not have.
          default -> throw new InvalidMessage("unexpected-payload");
        };
    return event.map(e -> new Keyed<>(message.key(), e));
  }

  private static ParticipantId participant(String name) throws InvalidMessage {
    try {
      return new ParticipantId(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidMessage("participant-no-code");
    }
  }
}
