package io.habeas.intake.decisions;

import io.habeas.intake.decisions.Reasons.Kind;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.HoldPlaced;
import io.habeas.schemas.avro.HoldReleased;
import io.habeas.schemas.avro.ObjectionUpheld;
import io.habeas.schemas.avro.OutcomeDecided;
import io.habeas.schemas.avro.PlanApproved;
import io.habeas.schemas.avro.RecipientDecided;
import io.habeas.schemas.avro.RecipientFinding;
import io.habeas.schemas.avro.RefusalDecided;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.RestrictionEndDecided;
import io.habeas.schemas.avro.SubjectHoldPlaced;
import io.habeas.schemas.avro.SubjectHoldReleased;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody decided, about a request or about a person. */
sealed interface Decision {

  /** To refuse it. */
  record Refuse(RefusalGround ground) implements Decision {}

  /**
   * That nothing is erased for it. The hold is known by the decision that placed it.
   *
   * @param participant whose records; null for everybody's
   */
  record Hold(@Nullable String participant) implements Decision {}

  /** That a hold is over. */
  record Release(UUID holdId) implements Decision {}

  /** What became of the records of one store, in its place. */
  record Vouch(String participant, DecidedOutcome outcome) implements Decision {}

  /**
   * That what is to be erased may be.
   *
   * @param plan the number of the plan that was looked at
   */
  record Approve(int plan) implements Decision {}

  /** That a restriction which was asked for ends. */
  record EndRestriction() implements Decision {}

  /** That a person's objection prevails. */
  record Uphold() implements Decision {}

  /** What is to be done about a recipient that could not be told (Art. 19). */
  record SettleRecipient(String recipient, RecipientFinding finding) implements Decision {}

  /** That nothing of a person is erased, whoever asks for it. Known by the decision itself. */
  record HoldSubject() implements Decision {}

  /** That a hold on a person is over. */
  record ReleaseSubject(UUID holdId) implements Decision {}

  /** What it is in the vault's terms. */
  default Kind kind() {
    return switch (this) {
      case Refuse d -> Kind.REFUSAL;
      case Hold d -> Kind.HOLD;
      case HoldSubject d -> Kind.HOLD;
      case Release d -> Kind.RELEASE;
      case ReleaseSubject d -> Kind.RELEASE;
      case Vouch d -> Kind.OUTCOME;
      case Approve d -> Kind.APPROVAL;
      case EndRestriction d -> Kind.RESTRICTION_END;
      case Uphold d -> Kind.OBJECTION;
      case SettleRecipient d -> Kind.RECIPIENT;
    };
  }

  /** What it is in the topic's terms. */
  default Object payload(UUID decisionId) {
    return switch (this) {
      case Refuse(RefusalGround ground) -> new RefusalDecided(ground);
      case Hold(var participant) -> new HoldPlaced(decisionId, participant);
      case HoldSubject() -> new SubjectHoldPlaced(decisionId);
      case Release(UUID holdId) -> new HoldReleased(holdId);
      case ReleaseSubject(UUID holdId) -> new SubjectHoldReleased(holdId);
      case Vouch(String participant, DecidedOutcome outcome) ->
          new OutcomeDecided(participant, outcome);
      case Approve(int plan) -> new PlanApproved(plan);
      case EndRestriction() -> new RestrictionEndDecided();
      case Uphold() -> new ObjectionUpheld();
      case SettleRecipient(String recipient, RecipientFinding finding) ->
          new RecipientDecided(recipient, finding);
    };
  }
}
