package io.habeas.exportbuilder.export;

import io.habeas.exportbuilder.export.ExportEvent.RequestEnded;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.protocol.reply.Statements;
import io.habeas.schemas.avro.ConsentErasureAccepted;
import io.habeas.schemas.avro.EndingAsked;
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
import java.util.Optional;

/** Translates what the register says into events of an export. */
final class ReadRequests implements Reader<RequestRecord, ExportEvent> {
  private final InstantSource clock;

  ReadRequests(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Optional<Keyed<ExportEvent>> read(String topic, Keyed<RequestRecord> message)
      throws InvalidMessage {
    RequestRecord request = message.value();
    String id = request.getRequestId().toString();
    message.requireKey(id);
    Optional<ExportEvent> event =
        switch (request.getPayload()) {
          case RequestAccepted accepted -> accepted(request, accepted);
          case RequestRefused refused -> Optional.of(new RequestEnded(clock.instant()));
          case EndingAsked ending ->
              Optional.of(new ExportEvent.EndingAsked(ending.getCause(), clock.instant()));
          // The orchestrator's.
          case ConsentErasureAccepted accepted -> Optional.empty();
          // The first precedes acceptance, the others follow from what this process reported.
          case RequestRegistered registered -> Optional.empty();
          case RequestCarriedOut carriedOut -> Optional.empty();
          case RequestDueSoon due -> Optional.empty();
          case RequestFulfilled fulfilled -> Optional.empty();
          case WithdrawalAccepted accepted -> Optional.empty();
          case WithdrawalTooLate tooLate -> Optional.empty();
          case RefusalTooLate tooLate -> Optional.empty();
          case RestrictionInForce inForce -> Optional.empty();
          case RestrictionEndTold told -> Optional.empty();
          case RecipientsToTell recipients -> Optional.empty();
          case RequestWithdrawn withdrawn -> Optional.empty();
          // The wire stops before a payload that this version does not have.
          default -> throw new InvalidMessage("unexpected-payload");
        };
    return event.map(e -> new Keyed<>(id, e));
  }

  private Optional<ExportEvent> accepted(RequestRecord request, RequestAccepted accepted)
      throws InvalidMessage {
    return switch (accepted.getRight()) {
      // Changes data: the orchestrator's.
      case ERASURE,
          RECTIFICATION,
          RESTRICTION,
          OBJECTION,
          MARKETING_OBJECTION,
          CONSENT_WITHDRAWAL ->
          Optional.empty();
      case ACCESS -> {
        var proven = Statements.identifierTypes(accepted.getProvenIdentifierTypes());
        if (proven.isEmpty()) {
          throw new InvalidMessage("nothing-proven");
        }
        yield Optional.of(
            new ExportEvent.RequestAccepted(
                request.getRequestId(), proven, accepted.getDueOn(), clock.instant()));
      }
    };
  }
}
