package io.habeas.verifier.decisions;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.HoldPlaced;
import io.habeas.schemas.avro.HoldReleased;
import io.habeas.schemas.avro.ObjectionUpheld;
import io.habeas.schemas.avro.OutcomeDecided;
import io.habeas.schemas.avro.PlanApproved;
import io.habeas.schemas.avro.RecipientDecided;
import io.habeas.schemas.avro.RefusalDecided;
import io.habeas.schemas.avro.RestorationBegun;
import io.habeas.schemas.avro.RestrictionEndDecided;
import io.habeas.schemas.avro.StoreRestored;
import io.habeas.schemas.avro.SubjectHoldPlaced;
import io.habeas.schemas.avro.SubjectHoldReleased;
import io.habeas.verifier.gate.Gate;
import io.habeas.verifier.replays.Replays;
import io.habeas.verifier.vault.StatedReasons;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the reasons of a decision for as long as it must be accounted for, as soon as it is made
 * known; those of one that never is are shredded soon. Holds persons, releases them, and has
 * restored stores told once more by what to erase. Blocks until done. Idempotent.
 */
public final class DecisionHandler {
  private final StatedReasons reasons;
  private final Gate gate;
  private final Replays replays;
  private final Duration patience;

  public DecisionHandler(StatedReasons reasons, Gate gate, Replays replays, Duration patience) {
    this.reasons = reasons;
    this.gate = gate;
    this.replays = replays;
    this.patience = patience;
  }

  /**
   * @throws InvalidMessage if it is about something else than its key, or about a person whom the
   *     vault does not know
   */
  public void handle(String topic, Keyed<DecisionRecord> message) throws InvalidMessage {
    DecisionRecord decision = message.value();
    message.requireKey(decision.getRequestId().toString());
    Instant at = decision.getRecordedAt();
    reasons.decided(decision.getDecisionId().toString(), at).block(patience);
    switch (decision.getPayload()) {
      case SubjectHoldPlaced placed -> {
        String holdId = placed.getHoldId().toString();
        reasons.held(holdId).block(patience);
        if (!gate.place(holdId, decision.getAuthor(), at)) {
          throw new InvalidMessage("hold-on-nobody");
        }
      }
      case SubjectHoldReleased released -> {
        String holdId = released.getHoldId().toString();
        gate.release(holdId, at);
        reasons.released(holdId, at).block(patience);
      }
      case StoreRestored restored -> replays.restored(decision.getRequestId(), restored, at);
      // Carried out by others.
      case RestorationBegun begun -> {}
      case HoldPlaced placed -> {}
      case HoldReleased released -> {}
      case RefusalDecided refused -> {}
      case OutcomeDecided decided -> {}
      case PlanApproved approved -> {}
      case RestrictionEndDecided decided -> {}
      case ObjectionUpheld upheld -> {}
      case RecipientDecided decided -> {}
      case null, default -> throw new InvalidMessage("unexpected-payload");
    }
  }
}
