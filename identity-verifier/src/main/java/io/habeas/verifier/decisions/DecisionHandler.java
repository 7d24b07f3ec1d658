package io.habeas.verifier.decisions;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.verifier.vault.StatedReasons;
import java.time.Duration;

/**
 * Keeps the reasons of a decision for as long as it must be accounted for, as soon as it is made
 * known; those of one that never is are shredded soon. Blocks until noted. Idempotent.
 */
public final class DecisionHandler {
  private final StatedReasons reasons;
  private final Duration patience;

  public DecisionHandler(StatedReasons reasons, Duration patience) {
    this.reasons = reasons;
    this.patience = patience;
  }

  /**
   * @throws InvalidMessage if it is about another request than its key
   */
  public void handle(String topic, Keyed<DecisionRecord> message) throws InvalidMessage {
    DecisionRecord decision = message.value();
    if (!decision.getRequestId().toString().equals(message.key())) {
      throw new InvalidMessage("key-of-another-request");
    }
    reasons.decided(decision.getDecisionId().toString(), decision.getRecordedAt()).block(patience);
  }
}
