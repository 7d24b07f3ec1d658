package io.habeas.intake.view;

import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.min;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import io.habeas.chassis.controller.Controller;
import io.habeas.intake.view.RequestView.Decisions.Approval;
import io.habeas.intake.view.RequestView.Decisions.Hold;
import io.habeas.intake.view.RequestView.Decisions.OnRecipient;
import io.habeas.intake.view.RequestView.Decisions.Refusal;
import io.habeas.intake.view.RequestView.Outcome;
import io.habeas.intake.view.RequestView.Progress;
import io.habeas.intake.view.RequestView.Recipient;
import io.habeas.intake.view.RequestView.State;
import io.habeas.intake.view.RequestView.Wish;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.ApprovalNotTaken;
import io.habeas.schemas.avro.ApprovalTaken;
import io.habeas.schemas.avro.ConsentErasureAccepted;
import io.habeas.schemas.avro.CoolingOff;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.EndingAccepted;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.EndingTooLate;
import io.habeas.schemas.avro.ErasureAbandoned;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.ErasureEntry;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureHalted;
import io.habeas.schemas.avro.ErasureOnHold;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.ErasurePlanned;
import io.habeas.schemas.avro.ExportAbandoned;
import io.habeas.schemas.avro.ExportBegun;
import io.habeas.schemas.avro.ExportCompleted;
import io.habeas.schemas.avro.ExportEndingAccepted;
import io.habeas.schemas.avro.ExportEndingTooLate;
import io.habeas.schemas.avro.ExportEventRecord;
import io.habeas.schemas.avro.ExportHalted;
import io.habeas.schemas.avro.ExportParticipantDone;
import io.habeas.schemas.avro.ExportParticipantWaiting;
import io.habeas.schemas.avro.ExportPhaseStarted;
import io.habeas.schemas.avro.GateAsked;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.HoldEffective;
import io.habeas.schemas.avro.HoldEnded;
import io.habeas.schemas.avro.HoldPlaced;
import io.habeas.schemas.avro.HoldReleased;
import io.habeas.schemas.avro.HoldTooLate;
import io.habeas.schemas.avro.LedgerLine;
import io.habeas.schemas.avro.NoticeDelayed;
import io.habeas.schemas.avro.NoticeNotSent;
import io.habeas.schemas.avro.NoticeOutcomeRecord;
import io.habeas.schemas.avro.NoticeSent;
import io.habeas.schemas.avro.ObjectionUpheld;
import io.habeas.schemas.avro.OutcomeAdopted;
import io.habeas.schemas.avro.OutcomeDecided;
import io.habeas.schemas.avro.OutcomeNotAdopted;
import io.habeas.schemas.avro.ParticipantDone;
import io.habeas.schemas.avro.ParticipantWaiting;
import io.habeas.schemas.avro.PartsCollected;
import io.habeas.schemas.avro.PhaseStarted;
import io.habeas.schemas.avro.PlanApproved;
import io.habeas.schemas.avro.ProcessingStopped;
import io.habeas.schemas.avro.RecipientDecided;
import io.habeas.schemas.avro.RecipientDecisionNotTaken;
import io.habeas.schemas.avro.RecipientExcused;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RecipientNotTold;
import io.habeas.schemas.avro.RecipientRecord;
import io.habeas.schemas.avro.RecipientTold;
import io.habeas.schemas.avro.RecipientsToTell;
import io.habeas.schemas.avro.RectificationCompleted;
import io.habeas.schemas.avro.RefusalDecided;
import io.habeas.schemas.avro.RefusalTooLate;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestCarriedOut;
import io.habeas.schemas.avro.RequestDueSoon;
import io.habeas.schemas.avro.RequestFulfilled;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.RequestRefused;
import io.habeas.schemas.avro.RequestRegistered;
import io.habeas.schemas.avro.RequestWithdrawn;
import io.habeas.schemas.avro.RestorationBegun;
import io.habeas.schemas.avro.RestrictedThroughout;
import io.habeas.schemas.avro.RestrictionEndDecided;
import io.habeas.schemas.avro.RestrictionEndTold;
import io.habeas.schemas.avro.RestrictionEnded;
import io.habeas.schemas.avro.RestrictionInForce;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.RetentionAgrees;
import io.habeas.schemas.avro.RetentionDiffers;
import io.habeas.schemas.avro.RetentionExpired;
import io.habeas.schemas.avro.RetentionUnaccounted;
import io.habeas.schemas.avro.StoreNotReplayed;
import io.habeas.schemas.avro.StoreOutcome;
import io.habeas.schemas.avro.StoreRectification;
import io.habeas.schemas.avro.StoreReplayed;
import io.habeas.schemas.avro.StoreRestored;
import io.habeas.schemas.avro.StoreRestriction;
import io.habeas.schemas.avro.SubjectHoldPlaced;
import io.habeas.schemas.avro.SubjectHoldReleased;
import io.habeas.schemas.avro.SubjectsAsked;
import io.habeas.schemas.avro.WaitReason;
import io.habeas.schemas.avro.WaitingForAccess;
import io.habeas.schemas.avro.WithdrawalAccepted;
import io.habeas.schemas.avro.WithdrawalTooLate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Projects the life of requests into the view. Blocks until the change is stored.
 *
 * <p>Idempotent, and independent of how the topics interleave: each topic writes fields of its own,
 * the state of a request only ever rises, and everything else is what the last event of its topic
 * says. A redelivery begins at an earlier record and goes on to the last, so it ends where it was.
 */
public final class Projection {

  private final RequestViews views;
  private final RestorationViews restorations;
  private final RetentionDifferences differences;
  private final Duration patience;

  /**
   * @param patience how long MongoDB may take
   */
  public Projection(
      RequestViews views,
      RestorationViews restorations,
      RetentionDifferences differences,
      Duration patience) {
    this.views = views;
    this.restorations = restorations;
    this.differences = differences;
    this.patience = patience;
  }

  /** What the register says. */
  public void request(String topic, Keyed<RequestRecord> message) throws InvalidMessage {
    RequestRecord record = message.value();
    Bson change =
        switch (record.getPayload()) {
          case RequestRegistered p ->
              combine(
                  reached(State.AWAITING_IDENTITY),
                  set("right", p.getRight().name()),
                  set("channel", p.getChannel().name()),
                  set("receivedAt", Date.from(p.getReceivedAt())),
                  set("statutoryDueOn", p.getStatutoryDueOn().toString()),
                  set("rolledDueOn", p.getRolledDueOn().toString()),
                  set("dueOn", p.getDueOn().toString()));
          case RequestAccepted p ->
              combine(reached(State.IN_PROGRESS), set(RequestViews.PURPOSES, p.getPurposes()));
          case ConsentErasureAccepted p -> set(RequestViews.ERASING, p.getParticipants());
          case RequestRefused p ->
              combine(reached(State.REFUSED), set("refusal", p.getGround().name()));
          case RequestWithdrawn p -> reached(State.WITHDRAWN);
          case EndingAsked p ->
              switch (p.getCause()) {
                case WITHDRAWN -> set(RequestViews.WITHDRAWAL, Wish.ASKED.name());
                case REFUSED -> set(RequestViews.REFUSING, Refusal.State.ASKED.name());
              };
          case WithdrawalAccepted p -> set(RequestViews.WITHDRAWAL, Wish.ACCEPTED.name());
          case WithdrawalTooLate p -> set(RequestViews.WITHDRAWAL, Wish.TOO_LATE.name());
          case RefusalTooLate p -> set(RequestViews.REFUSING, Refusal.State.TOO_LATE.name());
          case RestrictionInForce p -> reached(State.RESTRICTED);
          // What follows of it the orchestrator says.
          case RestrictionEndTold p -> reached(State.RESTRICTED);
          case RequestDueSoon p -> set(RequestViews.DUE_SOON, true);
          case RecipientsToTell p -> toTell(p);
          case RequestCarriedOut p ->
              combine(reached(State.ANSWERING), set("completion", p.getCompletion().name()));
          case RequestFulfilled p ->
              combine(reached(State.FULFILLED), set("completion", p.getCompletion().name()));
          case null, default -> throw unexpectedPayload();
        };
    apply(message, record.getRequestId(), change);
  }

  /** What the orchestrator says. */
  public void erasure(String topic, Keyed<ErasureEventRecord> message) throws InvalidMessage {
    ErasureEventRecord record = message.value();
    // About no request that anybody knows.
    if (record.getPayload() instanceof RetentionUnaccounted p) {
      message.requireKey(record.getRequestId().toString());
      differences.put(record.getRequestId(), p).block(patience);
      return;
    }
    Bson change =
        switch (record.getPayload()) {
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
              changes.add(participant(participant, p.getPhase().name(), Progress.WORKING));
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
                  p.getDecisionId(),
                  p.getParticipant(),
                  RequestView.Decisions.Outcome.State.ADOPTED);
          case OutcomeNotAdopted p ->
              outcome(
                  p.getDecisionId(),
                  p.getParticipant(),
                  RequestView.Decisions.Outcome.State.NOT_ADOPTED);
          // It names whatever is still kept.
          case RetentionExpired p -> combine(unset(RequestViews.PHASE), retained(p.getStores()));
          case RetentionDiffers p -> {
            Bson differs =
                set(
                    differs(p.getParticipant()),
                    new Document(StoredDifference.AS_OF, Date.from(p.getAsOf()))
                        .append(StoredDifference.RULES, StoredDifference.rules(p)));
            differences.put(record.getRequestId(), p).block(patience);
            yield differs;
          }
          case RetentionAgrees p -> {
            Bson agrees = unset(differs(p.getParticipant()));
            differences.remove(record.getRequestId(), p.getParticipant()).block(patience);
            yield agrees;
          }
          // What it comes to the register says.
          case EndingAccepted p -> unset(RequestViews.COOLING_OFF_UNTIL);
          case EndingTooLate p -> unset(RequestViews.COOLING_OFF_UNTIL);
          case ParticipantDone p -> {
            Bson done = participant(p.getParticipant(), p.getPhase().name(), Progress.DONE);
            Action without = p.getWithout();
            yield without == null
                ? done
                : combine(
                    done,
                    addToSet(RequestViews.WITHOUT + "." + p.getParticipant(), without.name()));
          }
          case ParticipantWaiting p ->
              waiting(p.getParticipant(), p.getPhase().name(), p.getReason(), p.getSince());
          case ErasureHalted p -> halted(p.getReason(), p.getParticipants());
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
                      RequestViews.REPLAYED_AT + "." + wellFormed(p.getParticipant()),
                      Date.from(record.getRecordedAt())));
          case StoreNotReplayed p ->
              replay(p.getRestorationId(), RequestViews.Replay.NOT_REPLAYABLE);
          case ErasureCompleted p -> {
            List<Bson> changes = new ArrayList<>();
            // It may be told again later.
            changes.add(min(RequestViews.COMPLETED_AT, Date.from(record.getRecordedAt())));
            changes.add(unset(RequestViews.WORK + ".halt"));
            changes.add(unset(RequestViews.ON_HOLD));
            changes.add(retained(p.getStores()));
            for (StoreOutcome store : p.getStores()) {
              changes.add(
                  participant(
                      store.getParticipant(), ErasurePhase.VERIFYING.name(), Progress.DONE));
            }
            yield combine(changes);
          }
          case RestrictedThroughout p -> {
            List<Bson> changes = new ArrayList<>();
            changes.add(unset(RequestViews.WORK + ".halt"));
            for (StoreRestriction store : p.getStores()) {
              changes.add(
                  participant(
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
                  participant(
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
          case null, default -> throw unexpectedPayload();
        };
    apply(message, record.getRequestId(), change);
  }

  /** The ledger of erasures. */
  public void ledger(String topic, Keyed<ErasureEntry> message) throws InvalidMessage {
    ErasureEntry entry = message.value();
    List<Bson> changes = new ArrayList<>();
    for (LedgerLine line : entry.getStores()) {
      changes.add(
          max(
              RequestViews.ASKED_TO_ERASE + "." + wellFormed(line.getParticipant()),
              Date.from(line.getAskedAt())));
    }
    if (!changes.isEmpty()) {
      apply(message, entry.getRequestId(), combine(changes));
    }
  }

  /** What people decided; what became of it is on the other topics. */
  public void decision(String topic, Keyed<DecisionRecord> message) throws InvalidMessage {
    DecisionRecord record = message.value();
    Document decided =
        new Document("author", record.getAuthor()).append("at", Date.from(record.getRecordedAt()));
    Optional<Bson> change =
        switch (record.getPayload()) {
          case HoldPlaced p ->
              Optional.of(
                  set(
                      RequestViews.DECIDED_HOLDS + "." + p.getHoldId(),
                      decided.append("participant", p.getParticipant())));
          case OutcomeDecided p ->
              Optional.of(
                  set(
                      RequestViews.DECIDED_OUTCOMES + "." + record.getDecisionId(),
                      decided
                          .append("participant", p.getParticipant())
                          .append("outcome", p.getOutcome().name())));
          case PlanApproved p ->
              Optional.of(
                  set(
                      RequestViews.DECIDED_APPROVALS + "." + record.getDecisionId(),
                      decided.append("plan", p.getPlan())));
          case HoldReleased p -> Optional.empty();
          case RestrictionEndDecided p -> Optional.empty();
          case ObjectionUpheld p -> Optional.empty();
          case RecipientDecided p ->
              Optional.of(
                  set(
                      RequestViews.DECIDED_RECIPIENTS + "." + record.getDecisionId(),
                      decided
                          .append("recipient", p.getRecipient())
                          .append("finding", p.getFinding().name())));
          // About no request: the verifier knows what becomes of it.
          case SubjectHoldPlaced p -> Optional.empty();
          case SubjectHoldReleased p -> Optional.empty();
          case StoreRestored p ->
              Optional.of(
                  set(
                      RequestViews.REPLAYS_DECIDED + "." + p.getRestorationId(),
                      p.getParticipant()));
          // About no request.
          case RestorationBegun p -> {
            restorations
                .put(
                    new RestorationViews.Begun(
                        record.getDecisionId(),
                        p.getParticipant(),
                        p.getBackupTime(),
                        p.getRequests(),
                        record.getAuthor(),
                        record.getRecordedAt()))
                .block(patience);
            yield Optional.empty();
          }
          case RefusalDecided p ->
              Optional.of(
                  set(
                      RequestViews.DECIDED_REFUSAL,
                      decided.append("ground", p.getGround().name())));
          case null, default -> throw unexpectedPayload();
        };
    if (change.isPresent()) {
      apply(message, record.getRequestId(), change.get());
    }
  }

  /** What the export builder says. */
  public void export(String topic, Keyed<ExportEventRecord> message) throws InvalidMessage {
    ExportEventRecord record = message.value();
    Optional<Bson> change =
        switch (record.getPayload()) {
          case ExportPhaseStarted p -> {
            List<Bson> changes = new ArrayList<>();
            changes.add(set(RequestViews.PHASE, p.getPhase().name()));
            changes.add(unset(RequestViews.WORK + ".halt"));
            for (String participant : p.getParticipants()) {
              changes.add(participant(participant, p.getPhase().name(), Progress.WORKING));
            }
            yield Optional.of(combine(changes));
          }
          case ExportParticipantDone p ->
              Optional.of(
                  set(
                      path(p.getParticipant()),
                      progress(p.getPhase().name(), Progress.DONE)
                          .append("records", p.getRecords())));
          case ExportParticipantWaiting p ->
              Optional.of(
                  waiting(p.getParticipant(), p.getPhase().name(), p.getReason(), p.getSince()));
          case ExportHalted p -> Optional.of(halted(p.getReason(), p.getParticipants()));
          case ExportCompleted p -> Optional.of(unset(RequestViews.WORK + ".halt"));
          case ExportAbandoned p ->
              Optional.of(combine(unset(RequestViews.WORK + ".halt"), unset(RequestViews.PHASE)));
          case ExportEndingAccepted p -> Optional.empty();
          case ExportEndingTooLate p -> Optional.empty();
          case ExportBegun p -> Optional.empty();
          case PartsCollected p -> Optional.empty();
          case null, default -> throw unexpectedPayload();
        };
    if (change.isPresent()) {
      apply(message, record.getRequestId(), change.get());
    }
  }

  /** What recipients were told, or why not (Art. 19). */
  public void recipient(String topic, Keyed<RecipientRecord> message) throws InvalidMessage {
    RecipientRecord record = message.value();
    Date at = Date.from(record.getRecordedAt());
    Bson change =
        switch (record.getPayload()) {
          case RecipientTold p ->
              told(
                  p.getNoticeId(),
                  said(p.getRecipient(), p.getMatter(), Recipient.Told.TOLD).append("at", at),
                  p.getDecidedBy());
          case RecipientNotTold p ->
              told(
                  p.getNoticeId(),
                  said(p.getRecipient(), p.getMatter(), Recipient.Told.NOT_TOLD)
                      .append("notTold", p.getReason().name()),
                  null);
          case RecipientExcused p ->
              told(
                  p.getNoticeId(),
                  said(p.getRecipient(), p.getMatter(), Recipient.Told.IMPOSSIBLE)
                      .append("at", at)
                      .append("finding", p.getFinding().name()),
                  p.getDecidedBy());
          case RecipientDecisionNotTaken p ->
              recipientDecision(p.getDecisionId(), p.getRecipient(), OnRecipient.State.NOT_TAKEN);
          case null, default -> throw unexpectedPayload();
        };
    apply(message, record.getRequestId(), change);
  }

  private static Bson toTell(RecipientsToTell toTell) {
    return combine(
        toTell.getRecipients().stream()
            .map(
                to ->
                    set(
                        RequestViews.TO_TELL + "." + to.getNoticeId(),
                        new Document("recipient", to.getRecipient())
                            .append("matter", toTell.getMatter().name())))
            .toList());
  }

  private static Document said(String recipient, RecipientMatter matter, Recipient.Told state) {
    return new Document("recipient", recipient)
        .append("matter", matter.name())
        .append("state", state.name());
  }

  private static Bson told(UUID noticeId, Document said, @Nullable UUID decidedBy) {
    String path = RequestViews.TOLD + "." + noticeId;
    return decidedBy == null
        ? set(path, said)
        : combine(
            set(path, said.append("decidedBy", decidedBy.toString())),
            recipientDecision(decidedBy, said.getString("recipient"), OnRecipient.State.TAKEN));
  }

  private static Bson recipientDecision(
      UUID decisionId, String recipient, OnRecipient.State state) {
    return set(
        RequestViews.RECIPIENT_DECISIONS + "." + decisionId,
        new Document("recipient", recipient).append("state", state.name()));
  }

  /** What the notifier says. */
  public void noticeOutcome(String topic, Keyed<NoticeOutcomeRecord> message)
      throws InvalidMessage {
    NoticeOutcomeRecord record = message.value();
    Document letter =
        switch (record.getPayload()) {
          case NoticeSent p -> new Document("outcome", Outcome.SENT.name());
          case NoticeNotSent p ->
              new Document("outcome", Outcome.NOT_SENT.name())
                  .append("notSent", p.getReason().name());
          case NoticeDelayed p ->
              new Document("outcome", Outcome.DELAYED.name())
                  .append("delayed", p.getReason().name());
          case null, default -> throw unexpectedPayload();
        };
    apply(
        message,
        record.getRequestId(),
        set(RequestViews.LETTERS + "." + record.getNoticeId(), letter));
  }

  private void apply(Keyed<?> message, UUID requestId, Bson change) throws InvalidMessage {
    message.requireKey(requestId.toString());
    views.apply(requestId, change).block(patience);
  }

  private static Bson reached(State state) {
    return max(RequestViews.RANK, state.ordinal());
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
    return RequestViews.RETENTION_DIFFERS + "." + wellFormed(participant);
  }

  private static Bson waiting(String participant, String phase, WaitReason reason, Instant since)
      throws InvalidMessage {
    return set(
        path(participant),
        progress(phase, Progress.WAITING)
            .append("reason", reason.name())
            .append("since", Date.from(since)));
  }

  private static Bson halted(HaltReason reason, List<String> participants) {
    return set(
        RequestViews.WORK + ".halt",
        new Document("reason", reason.name()).append("participants", participants));
  }

  private static Bson participant(String name, String phase, Progress progress)
      throws InvalidMessage {
    return set(path(name), progress(phase, progress));
  }

  private static Document progress(String phase, Progress progress) {
    return new Document("phase", phase).append("state", progress.name());
  }

  private static String path(String participant) throws InvalidMessage {
    return RequestViews.WORK + ".participants." + wellFormed(participant);
  }

  private static String wellFormed(String participant) throws InvalidMessage {
    if (!Controller.isName(participant)) {
      throw new InvalidMessage("malformed-participant");
    }
    return participant;
  }

  private static InvalidMessage unexpectedPayload() {
    return new InvalidMessage("unexpected-payload");
  }
}
