package io.habeas.orchestrator.joint;

import io.habeas.orchestrator.joint.JointCommand.Ask;
import io.habeas.orchestrator.joint.JointCommand.Task;
import io.habeas.orchestrator.joint.JointCommand.Tell;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.EndingAccepted;
import io.habeas.schemas.avro.EndingTooLate;
import io.habeas.schemas.avro.ErasureAbandoned;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureHalted;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.LiftRestriction;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.OutcomeAdopted;
import io.habeas.schemas.avro.OutcomeNotAdopted;
import io.habeas.schemas.avro.ParticipantDone;
import io.habeas.schemas.avro.ParticipantWaiting;
import io.habeas.schemas.avro.PhaseStarted;
import io.habeas.schemas.avro.RectificationCompleted;
import io.habeas.schemas.avro.RectifyRecords;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.schemas.avro.RestrictedThroughout;
import io.habeas.schemas.avro.RestrictionEnded;
import io.habeas.schemas.avro.StoreRectification;
import io.habeas.schemas.avro.StoreRestriction;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Sends each command to the topic of whom it concerns. */
public final class WriteJointCommands implements Function<JointCommand, Outbound<?>> {

  @Override
  public Outbound<?> apply(JointCommand command) {
    String key = command.requestId().toString();
    return switch (command) {
      case Ask ask ->
          new Outbound<>(
              Topics.erasureTasks(ask.participant().name()),
              key,
              new ErasureTask(
                  ask.requestId(),
                  ask.at(),
                  ask.participant().name(),
                  ask.step(),
                  payload(ask.task())));
      case Tell tell ->
          new Outbound<>(
              Topics.ERASURE_EVENTS,
              key,
              new ErasureEventRecord(tell.requestId(), tell.at(), payload(tell.report())));
    };
  }

  private static SpecificRecord payload(Task task) {
    return switch (task) {
      case Task.Locate(int round) -> new LocateHoldings(round);
      case Task.Rectify() -> new RectifyRecords();
      case Task.Restrict() -> new RestrictRecords();
      case Task.Lift() -> new LiftRestriction();
    };
  }

  private static SpecificRecord payload(JointReport report) {
    return switch (report) {
      case JointReport.PhaseStarted started ->
          new PhaseStarted(started.phase(), names(started.participants()));
      case JointReport.ParticipantDone done ->
          new ParticipantDone(done.participant().name(), done.phase(), done.without());
      case JointReport.ParticipantWaiting waiting ->
          new ParticipantWaiting(
              waiting.participant().name(),
              waiting.phase(),
              waiting.reason(),
              waiting.since(),
              waiting.askedAgainAt());
      case JointReport.EndingAccepted(var cause) -> new EndingAccepted(cause);
      case JointReport.EndingTooLate(var cause) -> new EndingTooLate(cause);
      case JointReport.OutcomeAdopted(var decision, var participant) ->
          new OutcomeAdopted(decision, participant.name());
      case JointReport.OutcomeNotAdopted(var decision, var participant) ->
          new OutcomeNotAdopted(decision, participant.name());
      case JointReport.Halted(var reason, var participants) ->
          new ErasureHalted(reason, names(participants));
      case JointReport.Abandoned() -> new ErasureAbandoned();
      case JointReport.RectificationCompleted(var completion, var parts) ->
          new RectificationCompleted(
              completion, parts.stream().map(WriteJointCommands::rectification).toList());
      case JointReport.RestrictedThroughout(var completion, var parts) ->
          new RestrictedThroughout(
              completion, parts.stream().map(WriteJointCommands::restriction).toList());
      case JointReport.RestrictionEnded() -> new RestrictionEnded();
    };
  }

  private static StoreRectification rectification(Part part) {
    List<Holding> corrected = List.of();
    List<Holding> supplemented = List.of();
    if (part.result() instanceof Result.Rectified rectified) {
      corrected = rectified.corrected();
      supplemented = rectified.supplemented();
    }
    return new StoreRectification(
        part.participant().name(),
        StoredJoint.counts(part.holdings()),
        StoredJoint.counts(corrected),
        StoredJoint.counts(supplemented),
        without(part, Action.RECTIFY),
        part.decidedBy());
  }

  private static StoreRestriction restriction(Part part) {
    return new StoreRestriction(
        part.participant().name(),
        StoredJoint.counts(part.holdings()),
        StoredJoint.counts(
            part.result() instanceof Result.Restricted(var restricted) ? restricted : List.of()),
        without(part, Action.RESTRICT),
        part.decidedBy());
  }

  /** What was asked of everybody, where the participant cannot do it, or cannot even locate. */
  private static @Nullable Action without(Part part, Action asked) {
    if (!(part.result() instanceof Result.NotOffered)) {
      return null;
    }
    return part.cannotLocate() ? Action.LOCATE : asked;
  }

  private static List<String> names(List<ParticipantId> participants) {
    return participants.stream().map(ParticipantId::name).toList();
  }
}
