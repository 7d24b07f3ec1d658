package io.habeas.orchestrator.erasure;

import static io.habeas.protocol.reply.Statements.holdings;
import static io.habeas.protocol.reply.Statements.identifierTypes;
import static io.habeas.protocol.reply.Statements.requireCode;
import static io.habeas.protocol.reply.Statements.requireCount;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.reply.ReplyEnvelope;
import io.habeas.schemas.avro.ActionNotOffered;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.ErasureVerified;
import io.habeas.schemas.avro.ExpiredErased;
import io.habeas.schemas.avro.HoldingsLocated;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RecordsErased;
import io.habeas.schemas.avro.RecordsExported;
import io.habeas.schemas.avro.RecordsRestricted;
import io.habeas.schemas.avro.ResidueFound;
import io.habeas.schemas.avro.RestrictionLifted;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.RetentionReported;
import io.habeas.schemas.avro.TaskDeferred;
import io.habeas.schemas.avro.TaskSuperseded;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Translates what participants answer into events of an erasure. A reply that cannot be true is
 * refused whole: half of it could be the half that is wrong.
 */
final class ReadReplies implements Reader<ParticipantReply, ErasureEvent> {
  private final ReplyEnvelope envelope;
  private final InstantSource clock;

  /**
   * @param approved who may answer, each on the topic of its own
   */
  ReadReplies(Collection<ParticipantId> approved, InstantSource clock) {
    this.envelope = new ReplyEnvelope(approved);
    this.clock = clock;
  }

  @Override
  public Optional<Keyed<ErasureEvent>> read(String topic, Keyed<ParticipantReply> message)
      throws InvalidMessage {
    ReplyEnvelope.Opened reply = envelope.open(topic, message);
    // An answer to an export, which shares the topic.
    if (reply.payload() instanceof RecordsExported) {
      return Optional.empty();
    }
    return Optional.of(
        new Keyed<>(message.key(), event(reply, message.value().getRecordedAt(), clock.instant())));
  }

  private static ErasureEvent event(ReplyEnvelope.Opened reply, Instant saidAt, Instant now)
      throws InvalidMessage {
    ParticipantId who = reply.participant();
    int step = reply.step();
    return switch (reply.payload()) {
      case HoldingsLocated located ->
          new ErasureEvent.HoldingsLocated(
              who,
              step,
              holdings(located.getHoldings()),
              identifierTypes(located.getYielded()),
              located.getAmbiguous(),
              Treatments.read(located.getTreatments()),
              now);
      case RecordsRestricted restricted -> {
        holdings(restricted.getRestricted());
        yield new ErasureEvent.RecordsRestricted(who, step, now);
      }
      case RestrictionLifted lifted -> {
        holdings(lifted.getLifted());
        yield new ErasureEvent.RestrictionLifted(who, step, now);
      }
      case RecordsErased erased -> {
        Kept kept = kept(erased.getOutcomes(), erased.getRetained());
        yield new ErasureEvent.RecordsErased(
            who, step, kept.outcomes(), kept.retained(), saidAt, now);
      }
      case ExpiredErased expired -> {
        Kept kept = kept(expired.getOutcomes(), expired.getRetained());
        yield new ErasureEvent.ExpiredErased(
            who, step, kept.outcomes(), kept.retained(), saidAt, now);
      }
      case RetentionReported reported ->
          new ErasureEvent.RetentionReported(
              reply.requestId(), who, reported.getAsOf(), retained(reported.getRetained()), now);
      case ErasureVerified verified -> new ErasureEvent.ErasureVerified(who, step, now);
      case ResidueFound residue -> {
        holdings(residue.getResidue());
        yield new ErasureEvent.ResidueFound(who, step, now);
      }
      case ActionNotOffered missing ->
          new ErasureEvent.ActionNotOffered(who, step, missing.getAction(), now);
      case TaskDeferred deferred ->
          new ErasureEvent.TaskDeferred(who, step, deferred.getReason(), now);
      case TaskSuperseded superseded -> {
        int seen = ReplyEnvelope.seenStep(superseded.getSeenStep(), step);
        yield new ErasureEvent.TaskSuperseded(who, step, seen, now);
      }
      // The wire stops before a payload that this version does not have.
      default -> throw new InvalidMessage("unexpected-payload");
    };
  }

  private record Kept(List<CollectionErasure> outcomes, List<Retention> retained) {}

  private static Kept kept(List<CollectionOutcome> said, List<RetainedRecords> retentions)
      throws InvalidMessage {
    Map<String, Long> keptByCollection = new HashMap<>();
    List<CollectionErasure> outcomes = new ArrayList<>(said.size());
    for (CollectionOutcome outcome : said) {
      requireCode(outcome.getCollection(), "collection-no-code");
      requireCount(outcome.getErased());
      requireCount(outcome.getAnonymised());
      requireCount(outcome.getRetained());
      if (keptByCollection.put(outcome.getCollection(), outcome.getRetained()) != null) {
        throw new InvalidMessage("collection-twice");
      }
      outcomes.add(
          new CollectionErasure(
              outcome.getCollection(),
              outcome.getErased(),
              outcome.getAnonymised(),
              outcome.getRetained()));
    }
    List<Retention> retained = retained(retentions);
    for (Retention retention : retained) {
      if (!keptByCollection.containsKey(retention.collection())) {
        throw new InvalidMessage("retention-in-unknown-collection");
      }
      // One record can be kept by several rules: together they must explain all that is kept.
      keptByCollection.merge(
          retention.collection(),
          retention.records(),
          (left, records) -> Math.max(left - records, 0));
    }
    for (long unexplained : keptByCollection.values()) {
      if (unexplained > 0) {
        throw new InvalidMessage("retention-without-ground");
      }
    }
    return new Kept(outcomes, retained);
  }

  private static List<Retention> retained(List<RetainedRecords> retentions) throws InvalidMessage {
    List<Retention> retained = new ArrayList<>(retentions.size());
    for (RetainedRecords kept : retentions) {
      retained.add(retention(kept));
    }
    return retained;
  }

  private static Retention retention(RetainedRecords kept) throws InvalidMessage {
    requireCode(kept.getCollection(), "collection-no-code");
    requireCode(kept.getRule(), "rule-no-code");
    requireCode(kept.getStatute(), "statute-no-code");
    requireCode(kept.getJurisdiction(), "jurisdiction-no-code");
    requireCount(kept.getRecords());
    if (kept.getLastExpiry().isBefore(kept.getFirstExpiry())) {
      throw new InvalidMessage("expiry-reversed");
    }
    return new Retention(
        kept.getCollection(),
        kept.getRule(),
        kept.getGround(),
        kept.getStatute(),
        kept.getJurisdiction(),
        kept.getRecords(),
        kept.getFirstExpiry(),
        kept.getLastExpiry());
  }
}
