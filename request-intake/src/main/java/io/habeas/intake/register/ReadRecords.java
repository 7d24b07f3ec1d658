package io.habeas.intake.register;

import io.habeas.intake.register.RegisterEvent.Abandoned;
import io.habeas.intake.register.RegisterEvent.EndingAccepted;
import io.habeas.intake.register.RegisterEvent.EndingTooLate;
import io.habeas.intake.register.RegisterEvent.ErasureCompleted;
import io.habeas.intake.register.RegisterEvent.ExportCompleted;
import io.habeas.intake.register.RegisterEvent.IdentityNotProven;
import io.habeas.intake.register.RegisterEvent.IdentityProven;
import io.habeas.intake.register.RegisterEvent.LetterNotSent;
import io.habeas.intake.register.RegisterEvent.LetterSent;
import io.habeas.intake.register.RegisterEvent.ObjectionUpheld;
import io.habeas.intake.register.RegisterEvent.ProcessingStopped;
import io.habeas.intake.register.RegisterEvent.Recorded;
import io.habeas.intake.register.RegisterEvent.RectificationCompleted;
import io.habeas.intake.register.RegisterEvent.RefusalDecided;
import io.habeas.intake.register.RegisterEvent.RequestReceived;
import io.habeas.intake.register.RegisterEvent.RestrictedThroughout;
import io.habeas.intake.register.RegisterEvent.RestrictionEndDecided;
import io.habeas.intake.register.RegisterEvent.RestrictionEnded;
import io.habeas.intake.register.RegisterEvent.WithdrawalWished;
import io.habeas.intake.register.RegisterEvent.Worker;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.ApprovalNotTaken;
import io.habeas.schemas.avro.ApprovalTaken;
import io.habeas.schemas.avro.CoolingOff;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.ErasureAbandoned;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureHalted;
import io.habeas.schemas.avro.ErasureOnHold;
import io.habeas.schemas.avro.ErasurePlanned;
import io.habeas.schemas.avro.ExportAbandoned;
import io.habeas.schemas.avro.ExportBegun;
import io.habeas.schemas.avro.ExportEndingAccepted;
import io.habeas.schemas.avro.ExportEndingTooLate;
import io.habeas.schemas.avro.ExportEventRecord;
import io.habeas.schemas.avro.ExportHalted;
import io.habeas.schemas.avro.ExportParticipantDone;
import io.habeas.schemas.avro.ExportParticipantWaiting;
import io.habeas.schemas.avro.ExportPhaseStarted;
import io.habeas.schemas.avro.GateAsked;
import io.habeas.schemas.avro.GateBusy;
import io.habeas.schemas.avro.GateHeld;
import io.habeas.schemas.avro.GatePassed;
import io.habeas.schemas.avro.HoldEffective;
import io.habeas.schemas.avro.HoldEnded;
import io.habeas.schemas.avro.HoldPlaced;
import io.habeas.schemas.avro.HoldReleased;
import io.habeas.schemas.avro.HoldTooLate;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.IdentityRejected;
import io.habeas.schemas.avro.IdentityVerified;
import io.habeas.schemas.avro.IntakeRecord;
import io.habeas.schemas.avro.NoticeDelayed;
import io.habeas.schemas.avro.NoticeNotSent;
import io.habeas.schemas.avro.NoticeOutcomeRecord;
import io.habeas.schemas.avro.NoticeSent;
import io.habeas.schemas.avro.OutcomeAdopted;
import io.habeas.schemas.avro.OutcomeDecided;
import io.habeas.schemas.avro.OutcomeNotAdopted;
import io.habeas.schemas.avro.ParticipantDone;
import io.habeas.schemas.avro.ParticipantWaiting;
import io.habeas.schemas.avro.PartsCollected;
import io.habeas.schemas.avro.PhaseStarted;
import io.habeas.schemas.avro.PlanApproved;
import io.habeas.schemas.avro.RecipientDecided;
import io.habeas.schemas.avro.RefusalGround;
import io.habeas.schemas.avro.ReplayGranted;
import io.habeas.schemas.avro.ReplayRefused;
import io.habeas.schemas.avro.RestorationBegun;
import io.habeas.schemas.avro.RetentionAgrees;
import io.habeas.schemas.avro.RetentionDiffers;
import io.habeas.schemas.avro.RetentionExpired;
import io.habeas.schemas.avro.RetentionUnaccounted;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.StoreNotReplayed;
import io.habeas.schemas.avro.StoreReplayed;
import io.habeas.schemas.avro.StoreRestored;
import io.habeas.schemas.avro.SubjectHoldEnded;
import io.habeas.schemas.avro.SubjectHoldFound;
import io.habeas.schemas.avro.SubjectHoldPlaced;
import io.habeas.schemas.avro.SubjectHoldReleased;
import io.habeas.schemas.avro.SubjectsAsked;
import io.habeas.schemas.avro.SubjectsNamed;
import io.habeas.schemas.avro.WaitingForAccess;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Makes events of the register out of what others recorded. */
final class ReadRecords {
  private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z0-9-]{1,35}");
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,96}");

  private ReadRecords() {}

  static Optional<Keyed<RegisterEvent>> intake(String topic, Keyed<IntakeRecord> message)
      throws InvalidMessage {
    IntakeRecord record = message.value();
    return switch (record.getPayload()) {
      case io.habeas.schemas.avro.RequestReceived p -> {
        require(LANGUAGE_TAG.matcher(p.getLocale()).matches(), "malformed-locale");
        require(
            (p.getRight() == Right.RESTRICTION) == (p.getRestrictionGround() != null),
            "restriction-without-ground");
        require(
            Beginnings.stops(p.getRight()) != p.getPurposes().isEmpty(),
            "purposes-of-another-right");
        require(
            p.getPurposes().stream().allMatch(purpose -> CODE.matcher(purpose).matches()),
            "malformed-code");
        yield about(
            message,
            new RequestReceived(
                record.getRequestId(),
                record.getRecordedAt(),
                p.getRight(),
                p.getChannel(),
                p.getReceivedAt(),
                p.getLocale(),
                p.getRestrictionGround(),
                p.getPurposes()));
      }
      case io.habeas.schemas.avro.WithdrawalWished p ->
          about(message, new WithdrawalWished(record.getRequestId(), record.getRecordedAt()));
      case null, default -> throw unexpectedPayload();
    };
  }

  static Optional<Keyed<RegisterEvent>> identity(String topic, Keyed<IdentityRecord> message)
      throws InvalidMessage {
    IdentityRecord record = message.value();
    return switch (record.getPayload()) {
      case IdentityVerified p -> {
        require(!p.getIdentifierTypes().isEmpty(), "nothing-proven");
        require(
            p.getIdentifierTypes().stream().allMatch(type -> CODE.matcher(type).matches()),
            "malformed-code");
        yield about(
            message,
            new IdentityProven(
                record.getRequestId(), record.getRecordedAt(), p.getIdentifierTypes()));
      }
      case IdentityRejected p ->
          about(message, new IdentityNotProven(record.getRequestId(), record.getRecordedAt()));
      // The orchestrator's.
      case GatePassed p -> Optional.empty();
      case GateHeld p -> Optional.empty();
      case SubjectHoldFound p -> Optional.empty();
      case SubjectHoldEnded p -> Optional.empty();
      case ReplayGranted p -> Optional.empty();
      case ReplayRefused p -> Optional.empty();
      case SubjectsNamed p -> Optional.empty();
      case GateBusy p -> Optional.empty();
      case null, default -> throw unexpectedPayload();
    };
  }

  /** Holds and outcomes of stores are the orchestrator's, holds on persons the verifier's. */
  static Optional<Keyed<RegisterEvent>> decision(String topic, Keyed<DecisionRecord> message)
      throws InvalidMessage {
    DecisionRecord record = message.value();
    return switch (record.getPayload()) {
      case io.habeas.schemas.avro.RefusalDecided p -> {
        require(p.getGround() != RefusalGround.IDENTITY_NOT_ESTABLISHED, "no-ground-for-a-person");
        yield about(
            message,
            new RefusalDecided(
                record.getRequestId(),
                record.getRecordedAt(),
                p.getGround(),
                record.getDecisionId()));
      }
      case HoldPlaced p -> Optional.empty();
      case HoldReleased p -> Optional.empty();
      case OutcomeDecided p -> Optional.empty();
      case PlanApproved p -> Optional.empty();
      case io.habeas.schemas.avro.ObjectionUpheld p ->
          about(message, new ObjectionUpheld(record.getRequestId(), record.getRecordedAt()));
      case io.habeas.schemas.avro.RestrictionEndDecided p ->
          about(
              message,
              new RestrictionEndDecided(
                  record.getRequestId(), record.getRecordedAt(), record.getDecisionId()));
      case SubjectHoldPlaced p -> Optional.empty();
      case SubjectHoldReleased p -> Optional.empty();
      case StoreRestored p -> Optional.empty();
      case RestorationBegun p -> Optional.empty();
      // What recipients owe is a process of its own.
      case RecipientDecided p -> Optional.empty();
      case null, default -> throw unexpectedPayload();
    };
  }

  static Optional<Keyed<RegisterEvent>> erasure(String topic, Keyed<ErasureEventRecord> message)
      throws InvalidMessage {
    ErasureEventRecord record = message.value();
    return switch (record.getPayload()) {
      case io.habeas.schemas.avro.ErasureCompleted p ->
          about(
              message,
              new ErasureCompleted(
                  record.getRequestId(), record.getRecordedAt(), p.getCompletion(), p.getStores()));
      case PhaseStarted p -> Optional.empty();
      case ParticipantDone p -> Optional.empty();
      case ParticipantWaiting p -> Optional.empty();
      case ErasureHalted p -> Optional.empty();
      case ErasurePlanned p -> Optional.empty();
      case ApprovalTaken p -> Optional.empty();
      case ApprovalNotTaken p -> Optional.empty();
      case io.habeas.schemas.avro.EndingAccepted p ->
          about(
              message,
              new EndingAccepted(
                  record.getRequestId(),
                  record.getRecordedAt(),
                  Worker.ORCHESTRATOR,
                  p.getCause()));
      case io.habeas.schemas.avro.EndingTooLate p ->
          about(
              message,
              new EndingTooLate(
                  record.getRequestId(),
                  record.getRecordedAt(),
                  Worker.ORCHESTRATOR,
                  p.getCause()));
      case ErasureAbandoned p ->
          about(
              message,
              new Abandoned(record.getRequestId(), record.getRecordedAt(), Worker.ORCHESTRATOR));
      case CoolingOff p -> Optional.empty();
      case GateAsked p -> Optional.empty();
      case SubjectsAsked p -> Optional.empty();
      case io.habeas.schemas.avro.ProcessingStopped p -> {
        require(
            p.getResting().stream().allMatch(name -> CODE.matcher(name).matches()),
            "malformed-code");
        yield about(
            message,
            new ProcessingStopped(record.getRequestId(), record.getRecordedAt(), p.getResting()));
      }
      case WaitingForAccess p -> Optional.empty();
      case StoreReplayed p -> Optional.empty();
      case StoreNotReplayed p -> Optional.empty();
      case HoldEffective p -> Optional.empty();
      case HoldTooLate p -> Optional.empty();
      case HoldEnded p -> Optional.empty();
      case ErasureOnHold p -> Optional.empty();
      case OutcomeAdopted p -> Optional.empty();
      case OutcomeNotAdopted p -> Optional.empty();
      case RetentionExpired p -> Optional.empty();
      case RetentionDiffers p -> Optional.empty();
      case RetentionAgrees p -> Optional.empty();
      case RetentionUnaccounted p -> Optional.empty();
      case io.habeas.schemas.avro.RestrictedThroughout p ->
          about(
              message,
              new RestrictedThroughout(
                  record.getRequestId(), record.getRecordedAt(), p.getCompletion(), p.getStores()));
      case io.habeas.schemas.avro.RestrictionEnded p ->
          about(message, new RestrictionEnded(record.getRequestId(), record.getRecordedAt()));
      case io.habeas.schemas.avro.RectificationCompleted p ->
          about(
              message,
              new RectificationCompleted(
                  record.getRequestId(), record.getRecordedAt(), p.getCompletion(), p.getStores()));
      case null, default -> throw unexpectedPayload();
    };
  }

  static Optional<Keyed<RegisterEvent>> export(String topic, Keyed<ExportEventRecord> message)
      throws InvalidMessage {
    ExportEventRecord record = message.value();
    return switch (record.getPayload()) {
      case io.habeas.schemas.avro.ExportCompleted p ->
          about(
              message,
              new ExportCompleted(
                  record.getRequestId(), record.getRecordedAt(), p.getCompletion(), p.getStores()));
      case ExportBegun p -> Optional.empty();
      case ExportPhaseStarted p -> Optional.empty();
      case ExportParticipantDone p -> Optional.empty();
      case ExportParticipantWaiting p -> Optional.empty();
      case ExportHalted p -> Optional.empty();
      case PartsCollected p -> Optional.empty();
      case ExportEndingAccepted p ->
          about(
              message,
              new EndingAccepted(
                  record.getRequestId(),
                  record.getRecordedAt(),
                  Worker.EXPORT_BUILDER,
                  p.getCause()));
      case ExportEndingTooLate p ->
          about(
              message,
              new EndingTooLate(
                  record.getRequestId(),
                  record.getRecordedAt(),
                  Worker.EXPORT_BUILDER,
                  p.getCause()));
      case ExportAbandoned p ->
          about(
              message,
              new Abandoned(record.getRequestId(), record.getRecordedAt(), Worker.EXPORT_BUILDER));
      case null, default -> throw unexpectedPayload();
    };
  }

  static Optional<Keyed<RegisterEvent>> noticeOutcome(
      String topic, Keyed<NoticeOutcomeRecord> message) throws InvalidMessage {
    NoticeOutcomeRecord record = message.value();
    UUID requestId = record.getRequestId();
    return switch (record.getPayload()) {
      case NoticeSent p ->
          about(message, new LetterSent(requestId, record.getRecordedAt(), record.getNoticeId()));
      case NoticeNotSent p ->
          about(
              message,
              new LetterNotSent(
                  requestId, record.getRecordedAt(), record.getNoticeId(), p.getReason()));
      case NoticeDelayed p -> Optional.empty();
      case null, default -> throw unexpectedPayload();
    };
  }

  private static Optional<Keyed<RegisterEvent>> about(Keyed<?> message, Recorded event)
      throws InvalidMessage {
    String requestId = event.requestId().toString();
    message.requireKey(requestId);
    return Optional.of(new Keyed<>(requestId, event));
  }

  private static void require(boolean holds, String otherwise) throws InvalidMessage {
    if (!holds) {
      throw new InvalidMessage(otherwise);
    }
  }

  private static InvalidMessage unexpectedPayload() {
    return new InvalidMessage("unexpected-payload");
  }
}
