package io.habeas.participant.task;

import io.habeas.participant.Counts;
import io.habeas.participant.Erased;
import io.habeas.participant.Outcome;
import io.habeas.participant.Retained;
import io.habeas.participant.TaskId;
import io.habeas.participant.export.UploadTarget;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.ActionNotOffered;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.CollectionExport;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.CollectionTreatment;
import io.habeas.schemas.avro.EraseExpired;
import io.habeas.schemas.avro.EraseRecords;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.ErasureVerified;
import io.habeas.schemas.avro.ExpiredErased;
import io.habeas.schemas.avro.ExportRecords;
import io.habeas.schemas.avro.ExportTask;
import io.habeas.schemas.avro.HoldingsLocated;
import io.habeas.schemas.avro.LiftRestriction;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RecordsErased;
import io.habeas.schemas.avro.RecordsExported;
import io.habeas.schemas.avro.RecordsRectified;
import io.habeas.schemas.avro.RecordsRestricted;
import io.habeas.schemas.avro.RectifyRecords;
import io.habeas.schemas.avro.ResidueFound;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.schemas.avro.RestrictionLifted;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.RetentionDuty;
import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.RetentionReported;
import io.habeas.schemas.avro.SeedSubject;
import io.habeas.schemas.avro.SubjectSeeded;
import io.habeas.schemas.avro.TaskDeferred;
import io.habeas.schemas.avro.TaskSuperseded;
import io.habeas.schemas.avro.Treatment;
import io.habeas.schemas.avro.UploadedObject;
import io.habeas.schemas.avro.VerifyErasure;
import io.habeas.schemas.avro.WaitReason;
import io.habeas.schemas.part.RecipientKey;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Between the records of the topics and the terms of this SDK. */
public final class TaskCodec {
  private final String participant;
  private final Supplier<List<io.habeas.participant.CollectionTreatment>> treatments;

  /**
   * @param participant whose
   * @param treatments how its collections are treated, told with every answer to LOCATE
   */
  public TaskCodec(
      String participant, Supplier<List<io.habeas.participant.CollectionTreatment>> treatments) {
    this.participant = participant;
    this.treatments = treatments;
  }

  /**
   * Reads a task.
   *
   * @throws InvalidMessage if it is for another participant, or its parts contradict each other
   */
  public AssignedTask read(Keyed<ErasureTask> message) throws InvalidMessage {
    ErasureTask task = message.value();
    TaskId id =
        id(task.getParticipant(), new TaskId(task.getRequestId(), task.getStep()), message.key());
    return switch (task.getPayload()) {
      case LocateHoldings locate -> new AssignedTask.Locate(id);
      case RestrictRecords restrict -> new AssignedTask.Restrict(id);
      case LiftRestriction lift -> new AssignedTask.Lift(id);
      case EraseRecords erase ->
          new AssignedTask.Erase(
              id, io.habeas.participant.ErasureGround.valueOf(erase.getGround().name()));
      case VerifyErasure verify -> new AssignedTask.Verify(id);
      case RectifyRecords rectify -> new AssignedTask.Rectify(id);
      case SeedSubject seed -> new AssignedTask.Seed(id);
      case EraseExpired expire -> new AssignedTask.Expire(id, expire.getAsOf());
      default -> throw new InvalidMessage("unknown-task");
    };
  }

  /**
   * Reads a task to read out.
   *
   * @throws InvalidMessage if it is for another participant, or its parts contradict each other
   */
  public AssignedTask readExport(Keyed<ExportTask> message) throws InvalidMessage {
    ExportTask task = message.value();
    TaskId id =
        id(task.getParticipant(), new TaskId(task.getRequestId(), task.getStep()), message.key());
    return switch (task.getPayload()) {
      case LocateHoldings locate -> new AssignedTask.Locate(id);
      case ExportRecords export -> new AssignedTask.Export(id, target(export));
      default -> throw new InvalidMessage("unknown-task");
    };
  }

  private TaskId id(String addressee, TaskId id, String key) throws InvalidMessage {
    if (!addressee.equals(participant)) {
      throw new InvalidMessage("wrong-participant");
    }
    if (!id.requestId().toString().equals(key)) {
      throw new InvalidMessage("key-is-not-the-request");
    }
    if (id.step() < 1) {
      throw new InvalidMessage("step-below-one");
    }
    return id;
  }

  private static UploadTarget target(ExportRecords export) throws InvalidMessage {
    try {
      return new UploadTarget(
          RecipientKey.of(export.getRecipientKey()),
          URI.create(export.getUploadUrl()),
          export.getUploadUntil());
    } catch (IllegalArgumentException e) {
      throw new InvalidMessage("malformed-upload-target");
    }
  }

  /** Writes the reply to a task. */
  public ParticipantReply write(TaskId task, Answer answer, Instant now) {
    return ParticipantReply.newBuilder()
        .setRequestId(task.requestId())
        .setRecordedAt(now)
        .setParticipant(participant)
        .setStep(task.step())
        .setPayload(payload(answer))
        .build();
  }

  /**
   * Writes what is kept for one request, told unasked.
   *
   * @param asOf when the report that it is part of began
   */
  public ParticipantReply report(
      UUID requestId, Instant asOf, List<Retained> retained, Instant now) {
    return ParticipantReply.newBuilder()
        .setRequestId(requestId)
        .setRecordedAt(now)
        .setParticipant(participant)
        .setStep(0)
        .setPayload(new RetentionReported(asOf, retained(retained)))
        .build();
  }

  private Object payload(Answer answer) {
    return switch (answer) {
      case Answer.Done(var outcome) -> payload(outcome);
      case Answer.Wait(var reason) -> new TaskDeferred(WaitReason.valueOf(reason.name()));
      case Answer.NotOffered(var action) -> new ActionNotOffered(Action.valueOf(action.name()));
      case Answer.Superseded(var seenStep) -> new TaskSuperseded(seenStep);
    };
  }

  private Object payload(Outcome outcome) {
    return switch (outcome) {
      case Outcome.HoldingsLocated(var holdings, var yielded, var ambiguous) ->
          new HoldingsLocated(
              counts(holdings),
              yielded.stream().sorted().toList(),
              ambiguous,
              treatments.get().stream().map(TaskCodec::treatment).toList());
      case Outcome.RecordsRestricted(var restricted) -> new RecordsRestricted(counts(restricted));
      case Outcome.RestrictionLifted(var lifted) -> new RestrictionLifted(counts(lifted));
      case Outcome.RecordsErased(var outcomes, var retained) ->
          new RecordsErased(outcomes(outcomes), retained(retained));
      case Outcome.ExpiredErased(var outcomes, var retained) ->
          new ExpiredErased(outcomes(outcomes), retained(retained));
      case Outcome.ErasureVerified() -> new ErasureVerified();
      case Outcome.ResidueFound(var residue) -> new ResidueFound(counts(residue));
      case Outcome.RecordsExported(var collections, var upload) ->
          new RecordsExported(
              collections.stream().map(TaskCodec::export).toList(),
              upload == null ? null : new UploadedObject(upload.bytes(), upload.sha256()));
      case Outcome.RecordsRectified(var corrected, var supplemented) ->
          new RecordsRectified(counts(corrected), counts(supplemented));
      case Outcome.SubjectSeeded(var seeded) -> new SubjectSeeded(counts(seeded));
    };
  }

  /** Sorted, so that the same is always told in the same way. */
  private static CollectionTreatment treatment(
      io.habeas.participant.CollectionTreatment treatment) {
    return new CollectionTreatment(
        treatment.collection(),
        treatment.treatments().stream().sorted().map(one -> Treatment.valueOf(one.name())).toList(),
        treatment.strategies().stream().sorted().toList(),
        treatment.duties().stream()
            .map(
                duty ->
                    new RetentionDuty(
                        duty.rule(),
                        RetentionGround.valueOf(duty.ground().name()),
                        duty.statute(),
                        duty.jurisdiction()))
            .toList());
  }

  private static List<CollectionCount> counts(Counts counts) {
    return counts.records().entrySet().stream()
        .map(entry -> new CollectionCount(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static CollectionExport export(Outcome.CollectionExport export) {
    return new CollectionExport(
        export.collection(), export.records(), export.lines(), export.parts());
  }

  private static List<CollectionOutcome> outcomes(List<Erased.CollectionOutcome> outcomes) {
    return outcomes.stream()
        .map(
            one ->
                new CollectionOutcome(
                    one.collection(), one.erased(), one.anonymised(), one.retained()))
        .toList();
  }

  private static List<RetainedRecords> retained(List<Retained> retained) {
    return retained.stream().map(TaskCodec::retained).toList();
  }

  private static RetainedRecords retained(Retained retained) {
    return new RetainedRecords(
        retained.collection(),
        retained.rule(),
        RetentionGround.valueOf(retained.ground().name()),
        retained.statute(),
        retained.jurisdiction(),
        retained.records(),
        retained.firstExpiry(),
        retained.lastExpiry());
  }
}
