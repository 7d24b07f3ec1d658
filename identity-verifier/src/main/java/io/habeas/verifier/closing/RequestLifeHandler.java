package io.habeas.verifier.closing;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RequestRegistered;
import io.habeas.verifier.register.Life;
import io.habeas.verifier.register.RequestLives;
import java.time.Duration;

/**
 * Follows the life of requests. What the register says is the only thing that opens the vault to
 * participants, and the last thing it says closes it for good. Blocks until done. Idempotent.
 */
public final class RequestLifeHandler {
  private final RequestLives lives;
  private final Forgetting forgetting;
  private final Duration patience;

  public RequestLifeHandler(RequestLives lives, Forgetting forgetting, Duration patience) {
    this.lives = lives;
    this.forgetting = forgetting;
    this.patience = patience;
  }

  /**
   * @throws InvalidMessage if it says something that no request can come to
   */
  public void handle(String topic, Keyed<RequestRecord> message) throws InvalidMessage {
    String requestId = message.value().getRequestId().toString();
    Life life = lifeOf(message.value().getPayload());
    // Closed first, so that nothing is granted or put back while it is being shredded.
    lives.advance(requestId, life).block(patience);
    if (life == Life.CLOSED) {
      forgetting.shred(requestId).block(patience);
    }
  }

  private static Life lifeOf(Object payload) throws InvalidMessage {
    return switch (payload) {
      case RequestRegistered registered -> Life.REGISTERED;
      case RequestAccepted accepted -> Life.ACCEPTED;
      case RequestCarriedOut carriedOut -> Life.CARRIED_OUT;
      case RequestFulfilled fulfilled -> Life.CLOSED;
      case RequestRefused refused -> Life.CLOSED;
      default -> throw new InvalidMessage("unexpected-payload");
    };
  }
}
