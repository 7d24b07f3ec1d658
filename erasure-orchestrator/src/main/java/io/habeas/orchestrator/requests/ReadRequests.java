package io.habeas.orchestrator.requests;

import io.habeas.orchestrator.erasure.ErasureEvent;
import io.habeas.orchestrator.joint.JointEvent;
import io.habeas.orchestrator.stopping.StoppingEvent;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.reply.Statements;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RestrictionEndTold;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StopCause;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Translates what the register says into events of a request. */
final class ReadRequests implements Reader<RequestRecord, RequestEvent> {
  private final Reader<RequestRecord, ErasureEvent> erasure;
  private final InstantSource clock;

  /**
   * @param erasure reads what an erasure knows
   */
  ReadRequests(Reader<RequestRecord, ErasureEvent> erasure, InstantSource clock) {
    this.erasure = erasure;
    this.clock = clock;
  }

  @Override
  public Optional<Keyed<RequestEvent>> read(String topic, Keyed<RequestRecord> message)
      throws InvalidMessage {
    Optional<Keyed<ErasureEvent>> known = erasure.read(topic, message);
    if (known.isPresent()) {
      return known.map(event -> new Keyed<>(event.key(), new RequestEvent.Common(event.value())));
    }
    return switch (message.value().getPayload()) {
      case RequestAccepted accepted when isDoneJointly(accepted.getRight()) ->
          Optional.of(new Keyed<>(message.key(), accepted(message.value(), accepted)));
      case RequestAccepted accepted when isStopping(accepted.getRight()) ->
          Optional.of(new Keyed<>(message.key(), stopping(message.value(), accepted)));
      case RestrictionEndTold told ->
          Optional.of(
              new Keyed<>(
                  message.key(),
                  new RequestEvent.OfJoint(new JointEvent.RestrictionEndTold(clock.instant()))));
      default -> Optional.empty();
    };
  }

  private RequestEvent accepted(RequestRecord request, RequestAccepted accepted)
      throws InvalidMessage {
    Set<IdentifierType> proven = Statements.identifierTypes(accepted.getProvenIdentifierTypes());
    if (proven.isEmpty()) {
      throw new InvalidMessage("nothing-proven");
    }
    return new RequestEvent.Accepted(
        accepted.getRight(),
        new JointEvent.RequestAccepted(request.getRequestId(), proven, clock.instant()));
  }

  private static boolean isDoneJointly(Right right) {
    return switch (right) {
      case RECTIFICATION, RESTRICTION, OBJECTION -> true;
      case ERASURE, ACCESS, MARKETING_OBJECTION, CONSENT_WITHDRAWAL -> false;
    };
  }

  private static boolean isStopping(Right right) {
    return switch (right) {
      case MARKETING_OBJECTION, CONSENT_WITHDRAWAL -> true;
      case ERASURE, ACCESS, RECTIFICATION, RESTRICTION, OBJECTION -> false;
    };
  }

  /** Nothing is read or changed in a store, so that nothing need be proven (L29). */
  private RequestEvent stopping(RequestRecord request, RequestAccepted accepted)
      throws InvalidMessage {
    List<String> purposes = Statements.codes(accepted.getPurposes());
    if (purposes.isEmpty()) {
      throw new InvalidMessage("no-purpose");
    }
    return new RequestEvent.OfStopping(
        new StoppingEvent.RequestAccepted(
            request.getRequestId(),
            accepted.getRight() == Right.MARKETING_OBJECTION
                ? StopCause.MARKETING_OBJECTION
                : StopCause.CONSENT_WITHDRAWN,
            purposes,
            clock.instant()));
  }
}
