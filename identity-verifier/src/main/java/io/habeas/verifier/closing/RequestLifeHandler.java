package io.habeas.verifier.closing;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.Completion;
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
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.WithdrawalAccepted;
import io.habeas.schemas.avro.WithdrawalTooLate;
import io.habeas.verifier.gate.Gate;
import io.habeas.verifier.recipients.RecipientNotices;
import io.habeas.verifier.register.Concern;
import io.habeas.verifier.register.Life;
import io.habeas.verifier.register.RequestLives;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the life of requests. What the register says is the only thing that opens the vault to
 * participants, and the last thing it says closes it for good. Blocks until done. Idempotent.
 */
public final class RequestLifeHandler {
  private final RequestLives lives;
  private final Forgetting forgetting;
  private final Gate gate;
  private final RecipientNotices recipients;
  private final Duration patience;

  public RequestLifeHandler(
      RequestLives lives,
      Forgetting forgetting,
      Gate gate,
      RecipientNotices recipients,
      Duration patience) {
    this.lives = lives;
    this.forgetting = forgetting;
    this.gate = gate;
    this.recipients = recipients;
    this.patience = patience;
  }

  /**
   * @throws InvalidMessage if it says something that no request can come to
   */
  public void handle(String topic, Keyed<RequestRecord> message) throws InvalidMessage {
    String requestId = message.value().getRequestId().toString();
    if (message.value().getPayload() instanceof RecipientsToTell toTell) {
      recipients.prepare(requestId, toTell, message.value().getRecordedAt()).block(patience);
    }
    Optional<Life> life = lifeOf(message.value().getPayload());
    if (life.isEmpty()) {
      return;
    }
    if (message.value().getPayload() instanceof ConsentErasureAccepted accepted) {
      // Before anything is granted for it.
      lives.narrow(requestId, concern(accepted)).block(patience);
    }
    // Closed first, so that nothing is granted or put back while it is being shredded.
    lives.advance(requestId, life.get()).block(patience);
    if (endedWithoutErasing(message.value().getPayload())) {
      gate.takeBack(requestId);
    }
    if (life.get().over()) {
      gate.accessOver(requestId);
    }
    if (life.get() == Life.CLOSED) {
      forgetting.close(requestId, message.value().getRecordedAt()).block(patience);
    }
  }

  private static Concern concern(ConsentErasureAccepted accepted) {
    return new Concern(Set.copyOf(accepted.getPurposes()), Set.copyOf(accepted.getParticipants()));
  }

  /** Also a withdrawal of consent whose maker wanted nothing erased after all. */
  private static boolean endedWithoutErasing(Object payload) {
    return payload instanceof RequestWithdrawn
        || payload instanceof RequestRefused
        || (payload instanceof RequestFulfilled fulfilled
            && fulfilled.getCompletion() == Completion.PROCESSING_STOPPED);
  }

  /** Where processing stops, participants need nobody's identifiers. */
  private static boolean opensVault(Right right) {
    return switch (right) {
      case ERASURE, ACCESS, RECTIFICATION, RESTRICTION, OBJECTION -> true;
      case MARKETING_OBJECTION, CONSENT_WITHDRAWAL -> false;
    };
  }

  private static Optional<Life> lifeOf(Object payload) throws InvalidMessage {
    return switch (payload) {
      case RequestRegistered registered -> Optional.of(Life.REGISTERED);
      case RequestAccepted accepted ->
          opensVault(accepted.getRight()) ? Optional.of(Life.ACCEPTED) : Optional.empty();
      case ConsentErasureAccepted accepted -> Optional.of(Life.ACCEPTED);
      case RequestCarriedOut carriedOut -> Optional.of(Life.CARRIED_OUT);
      case RequestFulfilled fulfilled -> Optional.of(Life.CLOSED);
      case RequestRefused refused -> Optional.of(Life.CLOSED);
      case RequestWithdrawn withdrawn -> Optional.of(Life.CLOSED);
      // Who undoes what was begun still needs to know whose it is, and so does the last letter.
      case EndingAsked asked -> Optional.empty();
      case WithdrawalAccepted accepted -> Optional.empty();
      case WithdrawalTooLate tooLate -> Optional.empty();
      case RefusalTooLate tooLate -> Optional.empty();
      case RequestDueSoon due -> Optional.empty();
      // A restriction stands: nobody searches any more, but who is told that it ends must be known.
      case RestrictionInForce inForce -> Optional.of(Life.CARRIED_OUT);
      case RestrictionEndTold told -> Optional.empty();
      case RecipientsToTell recipients -> Optional.empty();
      default -> throw new InvalidMessage("unexpected-payload");
    };
  }
}
