package io.habeas.intake.view;

import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import io.habeas.intake.view.RequestView.Decisions.Refusal;
import io.habeas.intake.view.RequestView.Outcome;
import io.habeas.intake.view.RequestView.Progress;
import io.habeas.intake.view.RequestView.State;
import io.habeas.intake.view.RequestView.Wish;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.ConsentErasureAccepted;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.EndingAsked;
import io.habeas.schemas.avro.ErasureEntry;
import io.habeas.schemas.avro.ErasureEventRecord;
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
import io.habeas.schemas.avro.HoldPlaced;
import io.habeas.schemas.avro.HoldReleased;
import io.habeas.schemas.avro.LedgerLine;
import io.habeas.schemas.avro.NoticeDelayed;
import io.habeas.schemas.avro.NoticeNotSent;
import io.habeas.schemas.avro.NoticeOutcomeRecord;
import io.habeas.schemas.avro.NoticeSent;
import io.habeas.schemas.avro.ObjectionUpheld;
import io.habeas.schemas.avro.OutcomeDecided;
import io.habeas.schemas.avro.PartsCollected;
import io.habeas.schemas.avro.PlanApproved;
import io.habeas.schemas.avro.RecipientDecided;
import io.habeas.schemas.avro.RecipientRecord;
import io.habeas.schemas.avro.RecipientsToTell;
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
import io.habeas.schemas.avro.RestrictionEndDecided;
import io.habeas.schemas.avro.RestrictionEndTold;
import io.habeas.schemas.avro.RestrictionInForce;
import io.habeas.schemas.avro.RetentionAgrees;
import io.habeas.schemas.avro.RetentionDiffers;
import io.habeas.schemas.avro.RetentionUnaccounted;
import io.habeas.schemas.avro.StoreRestored;
import io.habeas.schemas.avro.SubjectHoldPlaced;
import io.habeas.schemas.avro.SubjectHoldReleased;
import io.habeas.schemas.avro.WithdrawalAccepted;
import io.habeas.schemas.avro.WithdrawalTooLate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;

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
          case RecipientsToTell p -> RecipientChanges.toTell(p);
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
    UUID requestId = record.getRequestId();
    message.requireKey(requestId.toString());
    if (record.getPayload() instanceof RetentionUnaccounted p) {
      // About no request that anybody knows.
      differences.put(requestId, p).block(patience);
      return;
    }
    Bson change = ErasureChanges.of(record);
    if (record.getPayload() instanceof RetentionDiffers p) {
      differences.put(requestId, p).block(patience);
    }
    if (record.getPayload() instanceof RetentionAgrees p) {
      differences.remove(requestId, p.getParticipant()).block(patience);
    }
    apply(message, requestId, change);
  }

  /** The ledger of erasures. */
  public void ledger(String topic, Keyed<ErasureEntry> message) throws InvalidMessage {
    ErasureEntry entry = message.value();
    List<Bson> changes = new ArrayList<>();
    for (LedgerLine line : entry.getStores()) {
      changes.add(
          max(
              RequestViews.ASKED_TO_ERASE + "." + WorkChanges.wellFormed(line.getParticipant()),
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
              changes.add(
                  WorkChanges.participant(participant, p.getPhase().name(), Progress.WORKING));
            }
            yield Optional.of(combine(changes));
          }
          case ExportParticipantDone p ->
              Optional.of(
                  set(
                      WorkChanges.path(p.getParticipant()),
                      WorkChanges.progress(p.getPhase().name(), Progress.DONE)
                          .append("records", p.getRecords())));
          case ExportParticipantWaiting p ->
              Optional.of(
                  WorkChanges.waiting(
                      p.getParticipant(), p.getPhase().name(), p.getReason(), p.getSince()));
          case ExportHalted p ->
              Optional.of(WorkChanges.halted(p.getReason(), p.getParticipants()));
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
    apply(message, record.getRequestId(), RecipientChanges.of(record));
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

  static InvalidMessage unexpectedPayload() {
    return new InvalidMessage("unexpected-payload");
  }
}
