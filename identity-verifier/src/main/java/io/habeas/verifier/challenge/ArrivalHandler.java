package io.habeas.verifier.challenge;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.IntakeRecord;
import io.habeas.schemas.avro.RequestReceived;
import io.habeas.verifier.register.Life;
import io.habeas.verifier.register.RequestLives;
import java.time.Duration;

/**
 * Asks for proof as soon as a request arrived. Blocks until the letter is announced. Idempotent.
 */
public final class ArrivalHandler {
  private final RequestLives lives;
  private final ProofOfIdentity proof;
  private final Duration patience;

  public ArrivalHandler(RequestLives lives, ProofOfIdentity proof, Duration patience) {
    this.lives = lives;
    this.proof = proof;
    this.patience = patience;
  }

  /**
   * @throws InvalidMessage if it is no arrival
   */
  public void handle(String topic, Keyed<IntakeRecord> message) throws InvalidMessage {
    if (!(message.value().getPayload() instanceof RequestReceived received)) {
      throw new InvalidMessage("unexpected-payload");
    }
    String requestId = message.value().getRequestId().toString();
    lives.advance(requestId, Life.ARRIVED).block(patience);
    if (Boolean.FALSE.equals(lives.isOver(requestId).block(patience))) {
      proof.begin(requestId, received.getLocale());
    }
  }
}
