package io.habeas.verifier.decisions;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.StoreHoldPlaced;
import io.habeas.schemas.avro.StoreHoldRecord;
import io.habeas.schemas.avro.StoreHoldReleased;
import io.habeas.verifier.vault.StatedReasons;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Keeps the reasons of a hold on a whole store while it is in force, however long, and then for as
 * long as those of any decision. They lie in the vault as if the hold were a request. Blocks until
 * noted. Idempotent.
 */
public final class StoreHoldHandler {
  private final StatedReasons reasons;
  private final Duration patience;

  public StoreHoldHandler(StatedReasons reasons, Duration patience) {
    this.reasons = reasons;
    this.patience = patience;
  }

  /**
   * @throws InvalidMessage if it is about another hold than its key
   */
  public void handle(String topic, Keyed<StoreHoldRecord> message) throws InvalidMessage {
    StoreHoldRecord hold = message.value();
    String id = hold.getHoldId().toString();
    if (!id.equals(message.key())) {
      throw new InvalidMessage("key-of-another-hold");
    }
    Mono<Void> noted =
        switch (hold.getPayload()) {
          case StoreHoldPlaced placed -> reasons.held(id);
          case StoreHoldReleased released -> reasons.released(id, hold.getRecordedAt());
          // The wire stops before a payload that this version does not have.
          default -> throw new InvalidMessage("unexpected-payload");
        };
    noted.block(patience);
  }
}
