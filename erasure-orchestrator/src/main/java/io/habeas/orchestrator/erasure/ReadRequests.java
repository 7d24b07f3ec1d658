package io.habeas.orchestrator.erasure;

import io.habeas.orchestrator.erasure.ErasureEvent.RequestEnded;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.reply.Statements;
import io.habeas.schemas.avro.ConsentErasureAccepted;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.RecipientsToTell;
import io.habeas.schemas.avro.RefusalTooLate;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestDueSoon;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RequestRegistered;
import io.habeas.schemas.avro.RequestWithdrawn;
import io.habeas.schemas.avro.RestrictionEndTold;
import io.habeas.schemas.avro.RestrictionInForce;
import io.habeas.schemas.avro.WithdrawalAccepted;
import io.habeas.schemas.avro.WithdrawalTooLate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Translates what the register says into events of an erasure. */
final class ReadRequests implements Reader<RequestRecord, ErasureEvent> {
  private final InstantSource clock;

  ReadRequests(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Optional<Keyed<ErasureEvent>> read(String topic, Keyed<RequestRecord> message)
      throws InvalidMessage {
    RequestRecord request = message.value();
    String id = request.getRequestId().toString();
    message.requireKey(id);
    Optional<ErasureEvent> event =
        switch (request.getPayload()) {
          case RequestAccepted accepted -> accepted(request, accepted);
          case ConsentErasureAccepted accepted -> accepted(request, accepted);
          case RequestRefused refused -> Optional.of(new RequestEnded(clock.instant()));
          case RequestWithdrawn withdrawn -> Optional.of(new RequestEnded(clock.instant()));
          case EndingAsked asked ->
              Optional.of(new ErasureEvent.EndingAsked(asked.getCause(), clock.instant()));
          // The first precedes acceptance, the others follow from what this process reported.
          case RequestRegistered registered -> Optional.empty();
          case RequestCarriedOut carriedOut -> Optional.empty();
          case RequestDueSoon due -> Optional.empty();
          case RequestFulfilled fulfilled -> Optional.empty();
          case WithdrawalAccepted accepted -> Optional.empty();
          case WithdrawalTooLate late -> Optional.empty();
          case RefusalTooLate late -> Optional.empty();
          // What becomes of a restriction.
          case RestrictionInForce inForce -> Optional.empty();
          case RestrictionEndTold told -> Optional.empty();
          case RecipientsToTell recipients -> Optional.empty();
          // The wire stops before a payload that this version does not have.
          default -> throw new InvalidMessage("unexpected-payload");
        };
    return event.map(e -> new Keyed<>(id, e));
  }

  private Optional<ErasureEvent> accepted(RequestRecord request, RequestAccepted accepted)
      throws InvalidMessage {
    return switch (accepted.getRight()) {
      // Read out by others; and what other policies carry out.
      case ACCESS, RECTIFICATION, RESTRICTION, OBJECTION, MARKETING_OBJECTION, CONSENT_WITHDRAWAL ->
          Optional.empty();
      case ERASURE -> {
        if (accepted.getErasureGround() == null) {
          throw new InvalidMessage("erasure-without-ground");
        }
        yield Optional.of(
            new ErasureEvent.RequestAccepted(
                request.getRequestId(),
                proven(accepted.getProvenIdentifierTypes()),
                accepted.getErasureGround(),
                accepted.getDueOn(),
                new Scope.Everything(),
                clock.instant()));
      }
    };
  }

  /** L21: which participants rest on these consents alone only the configuration says. */
  private Optional<ErasureEvent> accepted(RequestRecord request, ConsentErasureAccepted accepted)
      throws InvalidMessage {
    List<String> withdrawn = Statements.codes(accepted.getPurposes());
    if (withdrawn.isEmpty()) {
      throw new InvalidMessage("no-purpose");
    }
    return Optional.of(
        new ErasureEvent.RequestAccepted(
            request.getRequestId(),
            proven(accepted.getProvenIdentifierTypes()),
            ErasureGround.ART_17_1_B,
            accepted.getDueOn(),
            new Scope.RestingOn(Set.copyOf(withdrawn)),
            clock.instant()));
  }

  private static Set<IdentifierType> proven(List<String> types) throws InvalidMessage {
    Set<IdentifierType> proven = Statements.identifierTypes(types);
    if (proven.isEmpty()) {
      throw new InvalidMessage("nothing-proven");
    }
    return proven;
  }
}
