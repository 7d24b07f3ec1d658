package io.habeas.orchestrator.requests;

import io.habeas.orchestrator.canary.CanaryEvent;
import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.joint.JointEvent;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.reply.ReplyEnvelope;
import io.habeas.protocol.reply.Statements;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RecordsRectified;
import io.habeas.schemas.avro.RecordsRestricted;
import io.habeas.schemas.avro.SubjectSeeded;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;

/** Translates what participants answer into events of a request. */
final class ReadReplies implements Reader<ParticipantReply, RequestEvent> {
  private final Reader<ParticipantReply, ErasureEvent> erasure;
  private final ReplyEnvelope envelope;
  private final InstantSource clock;

  /**
   * @param erasure reads what an erasure knows
   * @param approved who may answer, each on the topic of its own
   */
  ReadReplies(
      Reader<ParticipantReply, ErasureEvent> erasure,
      Collection<ParticipantId> approved,
      InstantSource clock) {
    this.erasure = erasure;
    this.envelope = new ReplyEnvelope(approved);
    this.clock = clock;
  }

  @Override
  public Optional<Keyed<RequestEvent>> read(String topic, Keyed<ParticipantReply> message)
      throws InvalidMessage {
    if (message.value().getPayload() instanceof RecordsRectified rectified) {
      ReplyEnvelope.Opened reply = envelope.open(topic, message);
      return Optional.of(
          new Keyed<>(
              message.key(),
              new RequestEvent.OfJoint(
                  new JointEvent.RecordsRectified(
                      reply.participant(),
                      reply.step(),
                      Statements.holdings(rectified.getCorrected()),
                      Statements.holdings(rectified.getSupplemented()),
                      clock.instant()))));
    }
    if (message.value().getPayload() instanceof SubjectSeeded seeded) {
      ReplyEnvelope.Opened reply = envelope.open(topic, message);
      return Optional.of(
          new Keyed<>(
              message.key(),
              new RequestEvent.OfCanary(
                  new CanaryEvent.SubjectSeeded(
                      reply.participant(),
                      reply.step(),
                      Statements.holdings(seeded.getSeeded()),
                      clock.instant()))));
    }
    return erasure
        .read(topic, message)
        .map(event -> new Keyed<>(event.key(), counted(event.value(), message.value())));
  }

  /** What was restricted is counted already: it was taken only if it can be true. */
  private static RequestEvent counted(ErasureEvent event, ParticipantReply reply) {
    return event instanceof ErasureEvent.RecordsRestricted e
            && reply.getPayload() instanceof RecordsRestricted restricted
        ? new RequestEvent.Restricted(e, restricted.getRestricted())
        : new RequestEvent.Common(event);
  }
}
