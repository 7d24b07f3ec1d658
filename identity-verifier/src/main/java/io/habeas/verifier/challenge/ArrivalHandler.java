package io.habeas.verifier.challenge;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.IntakeRecord;
import io.habeas.schemas.avro.RequestReceived;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.WithdrawalWished;
import io.habeas.verifier.gate.Gate;
import io.habeas.verifier.register.Life;
import io.habeas.verifier.register.RequestLives;
import java.time.Duration;

/**
 * Asks for proof as soon as a request arrived for which proof is needed. Blocks until the letter is
 * announced. Idempotent.
 */
public final class ArrivalHandler {
  private final RequestLives lives;
  private final ProofOfIdentity proof;
  private final Gate gate;
  private final Duration patience;

  public ArrivalHandler(RequestLives lives, ProofOfIdentity proof, Gate gate, Duration patience) {
    this.lives = lives;
    this.proof = proof;
    this.gate = gate;
    this.patience = patience;
  }

  /**
   * @throws InvalidMessage if it says nothing that a person can say
   */
  public void handle(String topic, Keyed<IntakeRecord> message) throws InvalidMessage {
    String requestId = message.value().getRequestId().toString();
    switch (message.value().getPayload()) {
      case RequestReceived received -> arrived(requestId, received);
      // What follows from it the register says.
      case WithdrawalWished wished -> {}
      case null, default -> throw new InvalidMessage("unexpected-payload");
    }
  }

  private void arrived(String requestId, RequestReceived received) {
    lives.advance(requestId, Life.ARRIVED).block(patience);
    if (needsProof(received.getRight())
        && Boolean.FALSE.equals(lives.isOver(requestId).block(patience))) {
      if (received.getRight() == Right.ACCESS) {
        gate.accessArrived(requestId);
      }
      proof.begin(requestId, received.getLocale());
    }
  }

  /**
   * Where processing for a purpose stops nothing is disclosed and nothing in a store is changed,
   * and withdrawing must be as easy as giving (Art. 7(3), 21(2); L29).
   */
  private static boolean needsProof(Right right) {
    return switch (right) {
      case ERASURE, ACCESS, RECTIFICATION, RESTRICTION, OBJECTION -> true;
      case MARKETING_OBJECTION, CONSENT_WITHDRAWAL -> false;
    };
  }
}
