package io.habeas.intake.view;

import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.min;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import io.habeas.intake.view.RequestView.Decisions.Approval;
import io.habeas.intake.view.RequestView.Decisions.Hold;
import io.habeas.intake.view.RequestView.Progress;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.ApprovalNotTaken;
import io.habeas.schemas.avro.ApprovalTaken;
import io.habeas.schemas.avro.CoolingOff;
import io.habeas.schemas.avro.EndingAccepted;
import io.habeas.schemas.avro.EndingTooLate;
import io.habeas.schemas.avro.ErasureAbandoned;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureHalted;
import io.habeas.schemas.avro.ErasureOnHold;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.ErasurePlanned;
import io.habeas.schemas.avro.GateAsked;
import io.habeas.schemas.avro.HoldEffective;
import io.habeas.schemas.avro.HoldEnded;
import io.habeas.schemas.avro.HoldTooLate;
import io.habeas.schemas.avro.OutcomeAdopted;
import io.habeas.schemas.avro.OutcomeNotAdopted;
import io.habeas.schemas.avro.ParticipantDone;
import io.habeas.schemas.avro.ParticipantWaiting;
import io.habeas.schemas.avro.PhaseStarted;
import io.habeas.schemas.avro.ProcessingStopped;
import io.habeas.schemas.avro.RectificationCompleted;
import io.habeas.schemas.avro.RestrictedThroughout;
import io.habeas.schemas.avro.RestrictionEnded;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.RetentionAgrees;
import io.habeas.schemas.avro.RetentionDiffers;
import io.habeas.schemas.avro.RetentionExpired;
import io.habeas.schemas.avro.StoreNotReplayed;
import io.habeas.schemas.avro.StoreOutcome;
import io.habeas.schemas.avro.StoreRectification;
import io.habeas.schemas.avro.StoreReplayed;
import io.habeas.schemas.avro.StoreRestriction;
import io.habeas.schemas.avro.SubjectsAsked;
import io.habeas.schemas.avro.WaitingForAccess;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;

/** What the orchestrator says, as changes of a view. */
final class ErasureChanges {
  private ErasureChanges() {}

  /**
   * What an event changes.
   *
   * @throws InvalidMessage if it is none that this version knows
   */
  static Bson of(ErasureEventRecord record) throws InvalidMessage {
    return switch (record.getPayload()) {
      case PhaseStarted p -> {
        List<Bson> changes = new ArrayList<>();
        changes.add(set(RequestViews.PHASE, p.getPhase().name()));
        changes.add(unset(RequestViews.WORK + ".halt"));
        changes.add(unset(RequestViews.ON_HOLD));
        changes.add(unset(RequestViews.BEHIND));
        if (p.getPhase() != ErasurePhase.COOLING_OFF) {
          changes.add(unset(RequestViews.COOLING_OFF_UNTIL));
        }
        for (String participant : p.getParticipants()) {
          changes.add(WorkChanges.participant(participant, p.getPhase().name(), Progress.WORKING));
        }
        yield combine(changes);
      }
      case CoolingOff p ->
          combine(
              set(RequestViews.PHASE, ErasurePhase.COOLING_OFF.name()),
              set(RequestViews.COOLING_OFF_UNTIL, Date.from(p.getUntil())));
      case GateAsked p ->
          combine(
              set(RequestViews.PHASE, ErasurePhase.AT_GATE.name()),
              unset(RequestViews.COOLING_OFF_UNTIL));
      case WaitingForAccess p ->
          combine(
              set(RequestViews.PHASE, ErasurePhase.AT_GATE.name()),
              set(RequestViews.BEHIND, p.getAccesses().stream().map(UUID::toString).toList()));
      case ErasureOnHold p ->
          combine(
              unset(RequestViews.BEHIND),
              set(RequestViews.PHASE, ErasurePhase.ON_HOLD.name()),
              unset(RequestViews.COOLING_OFF_UNTIL),
              set(
                  RequestViews.ON_HOLD,
                  new Document("holds", p.getHolds().stream().map(UUID::toString).toList())
                      .append("participants", p.getParticipants())));
      case ErasurePlanned p -> planned(p);
      case ApprovalTaken p ->
          combine(
              approval(p.getDecisionId(), Approval.State.TAKEN),
              set(RequestViews.PLAN + ".approvalNeeded", false));
      case ApprovalNotTaken p -> approval(p.getDecisionId(), Approval.State.NOT_TAKEN);
      case HoldEffective p -> hold(p.getHoldId(), Hold.State.EFFECTIVE);
      case HoldTooLate p -> hold(p.getHoldId(), Hold.State.TOO_LATE);
      case HoldEnded p -> hold(p.getHoldId(), Hold.State.ENDED);
      case OutcomeAdopted p ->
          outcome(
              p.getDecisionId(), p.getParticipant(), RequestView.Decisions.Outcome.State.ADOPTED);
      case OutcomeNotAdopted p ->
          outcome(
              p.getDecisionId(),
              p.getParticipant(),
              RequestView.Decisions.Outcome.State.NOT_ADOPTED);
      // It names whatever is still kept.
      case RetentionExpired p -> combine(unset(RequestViews.PHASE), retained(p.getStores()));
      case RetentionDiffers p ->
          set(
              differs(p.getParticipant()),
              new Document(StoredDifference.AS_OF, Date.from(p.getAsOf()))
                  .append(StoredDifference.RULES, StoredDifference.rules(p)));
      case RetentionAgrees p -> unset(differs(p.getParticipant()));
      // What it comes to the register says.
      case EndingAccepted p -> unset(RequestViews.COOLING_OFF_UNTIL);
      case EndingTooLate p -> unset(RequestViews.COOLING_OFF_UNTIL);
      case ParticipantDone p -> {
        Bson done = WorkChanges.participant(p.getParticipant(), p.getPhase().name(), Progress.DONE);
        Action without = p.getWithout();
        yield without == null
            ? done
            : combine(
                done, addToSet(RequestViews.WITHOUT + "." + p.getParticipant(), without.name()));
      }
      case ParticipantWaiting p ->
          WorkChanges.waiting(p.getParticipant(), p.getPhase().name(), p.getReason(), p.getSince());
      case ErasureHalted p -> WorkChanges.halted(p.getReason(), p.getParticipants());
      // It is answered at once: no phase to look at.
      case SubjectsAsked p -> unset(RequestViews.PHASE);
      case ProcessingStopped p ->
          combine(
              set(RequestViews.DIRECTED, p.getParticipants()),
              set(RequestViews.RESTING, p.getResting()));
      case StoreReplayed p ->
          combine(
              unset(RequestViews.PHASE),
              replay(p.getRestorationId(), RequestViews.Replay.REPLAYED),
              max(
                  RequestViews.REPLAYED_AT + "." + WorkChanges.wellFormed(p.getParticipant()),
                  Date.from(record.getRecordedAt())));
      case StoreNotReplayed p -> replay(p.getRestorationId(), RequestViews.Replay.NOT_REPLAYABLE);
      case ErasureCompleted p -> {
        List<Bson> changes = new ArrayList<>();
        // It may be told again later.
        changes.add(min(RequestViews.COMPLETED_AT, Date.from(record.getRecordedAt())));
        changes.add(unset(RequestViews.WORK + ".halt"));
        changes.add(unset(RequestViews.ON_HOLD));
        changes.add(retained(p.getStores()));
        for (StoreOutcome store : p.getStores()) {
          changes.add(
              WorkChanges.participant(
                  store.getParticipant(), ErasurePhase.VERIFYING.name(), Progress.DONE));
        }
        yield combine(changes);
      }
      case RestrictedThroughout p -> {
        List<Bson> changes = new ArrayList<>();
        changes.add(unset(RequestViews.WORK + ".halt"));
        for (StoreRestriction store : p.getStores()) {
          changes.add(
              WorkChanges.participant(
                  store.getParticipant(), ErasurePhase.RESTRICTING.name(), Progress.DONE));
        }
        yield combine(changes);
      }
      case RestrictionEnded p -> unset(RequestViews.PHASE);
      case RectificationCompleted p -> {
        List<Bson> changes = new ArrayList<>();
        changes.add(unset(RequestViews.WORK + ".halt"));
        for (StoreRectification store : p.getStores()) {
          changes.add(
              WorkChanges.participant(
                  store.getParticipant(), ErasurePhase.RECTIFYING.name(), Progress.DONE));
        }
        yield combine(changes);
      }
      case ErasureAbandoned p ->
          combine(
              unset(RequestViews.WORK + ".halt"),
              unset(RequestViews.ON_HOLD),
              unset(RequestViews.COOLING_OFF_UNTIL),
              unset(RequestViews.PHASE));
      case null, default -> throw Projection.unexpectedPayload();
    };
  }

  private static Bson hold(UUID holdId, Hold.State state) {
    return set(RequestViews.HOLDS + "." + holdId, state.name());
  }

  private static Bson planned(ErasurePlanned planned) {
    Bson plan = StoredPlan.set(planned);
    return planned.getApprovalNeeded()
        ? combine(plan, set(RequestViews.PHASE, ErasurePhase.AWAITING_APPROVAL.name()))
        : plan;
  }

  private static Bson approval(UUID decisionId, Approval.State state) {
    return set(RequestViews.APPROVALS + "." + decisionId, state.name());
  }

  private static Bson replay(UUID restorationId, RequestViews.Replay state) {
    return set(RequestViews.REPLAYS + "." + restorationId, state.name());
  }

  private static Bson outcome(
      UUID decisionId, String participant, RequestView.Decisions.Outcome.State state) {
    return set(
        RequestViews.OUTCOMES + "." + decisionId,
        new Document("participant", participant).append("state", state.name()));
  }

  private static Bson retained(List<StoreOutcome> stores) {
    List<Document> all = new ArrayList<>();
    for (StoreOutcome store : stores) {
      for (RetainedRecords kept : store.getRetained()) {
        if (kept.getRecords() > 0) {
          all.add(
              new Document("participant", store.getParticipant())
                  .append("collection", kept.getCollection())
                  .append("rule", kept.getRule())
                  .append("ground", kept.getGround().name())
                  .append("statute", kept.getStatute())
                  .append("jurisdiction", kept.getJurisdiction())
                  .append("records", kept.getRecords())
                  .append("firstExpiry", kept.getFirstExpiry().toString())
                  .append("lastExpiry", kept.getLastExpiry().toString()));
        }
      }
    }
    return set(RequestViews.RETAINED, all);
  }

  private static String differs(String participant) throws InvalidMessage {
    return RequestViews.RETENTION_DIFFERS + "." + WorkChanges.wellFormed(participant);
  }
}
