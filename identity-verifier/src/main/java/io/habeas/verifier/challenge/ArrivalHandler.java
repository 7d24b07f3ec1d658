package io.habeas.verifier.challenge;

import io.habeas.chassis.controller.Controller;
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
 * Asks for proof as soon as a request arrived for which proof is needed, or would have more done.
 * Blocks until the letter is announced. Idempotent.
 */
public final class ArrivalHandler {
  private final RequestLives lives;
  private final ProofOfIdentity proof;
  private final Gate gate;
  private final Controller controller;
  private final Duration patience;

  public ArrivalHandler(
      RequestLives lives,
      ProofOfIdentity proof,
      Gate gate,
      Controller controller,
      Duration patience) {
    this.lives = lives;
    this.proof = proof;
    this.gate = gate;
    this.controller = controller;
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
    if (asksForProof(received) && Boolean.FALSE.equals(lives.isOver(requestId).block(patience))) {
      if (received.getRight() == Right.ACCESS) {
        gate.accessArrived(requestId);
      }
      proof.begin(requestId, received.getLocale(), received.getPurposes());
    }
  }

  /**
   * Where processing for a purpose stops nothing is disclosed and nothing in a store is changed,
   * and withdrawing must be as easy as giving (Art. 7(3), 21(2); L29). Proof is asked for only
   * where something rests on the withdrawn consents alone, and could be erased (L11, L21); that it
   * is not given holds up nothing.
   */
  private boolean asksForProof(RequestReceived received) {
    return switch (received.getRight()) {
      case ERASURE, ACCESS, RECTIFICATION, RESTRICTION, OBJECTION -> true;
      case CONSENT_WITHDRAWAL -> !controller.restingOn(received.getPurposes()).isEmpty();
      case MARKETING_OBJECTION -> false;
    };
  }
}
