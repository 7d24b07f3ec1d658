package io.habeas.orchestrator.erasure;

import io.habeas.orchestrator.directives.DirectiveRecords;
import io.habeas.orchestrator.erasure.ErasureCommand.Ask;
import io.habeas.orchestrator.erasure.ErasureCommand.Direct;
import io.habeas.orchestrator.erasure.ErasureCommand.Enter;
import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureCommand.Tell;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ApprovalNotTaken;
import io.habeas.schemas.avro.ApprovalTaken;
import io.habeas.schemas.avro.CoolingOff;
import io.habeas.schemas.avro.EndingAccepted;
import io.habeas.schemas.avro.EndingTooLate;
import io.habeas.schemas.avro.EraseExpired;
import io.habeas.schemas.avro.EraseRecords;
import io.habeas.schemas.avro.ErasureAbandoned;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.ErasureEntry;
import io.habeas.schemas.avro.ErasureEventRecord;
import io.habeas.schemas.avro.ErasureHalted;
import io.habeas.schemas.avro.ErasureOnHold;
import io.habeas.schemas.avro.ErasurePlanned;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.GateAsked;
import io.habeas.schemas.avro.HoldEffective;
import io.habeas.schemas.avro.HoldEnded;
import io.habeas.schemas.avro.HoldTooLate;
import io.habeas.schemas.avro.LedgerLine;
import io.habeas.schemas.avro.LiftRestriction;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.OutcomeAdopted;
import io.habeas.schemas.avro.OutcomeNotAdopted;
import io.habeas.schemas.avro.ParticipantDone;
import io.habeas.schemas.avro.ParticipantWaiting;
import io.habeas.schemas.avro.PhaseStarted;
import io.habeas.schemas.avro.PlannedStore;
import io.habeas.schemas.avro.RestrictRecords;
import io.habeas.schemas.avro.RetentionAgrees;
import io.habeas.schemas.avro.RetentionDiffers;
import io.habeas.schemas.avro.RetentionExpired;
import io.habeas.schemas.avro.RetentionUnaccounted;
import io.habeas.schemas.avro.StoreNotReplayed;
import io.habeas.schemas.avro.StoreOutcome;
import io.habeas.schemas.avro.StoreReplayed;
import io.habeas.schemas.avro.VerifyErasure;
import io.habeas.schemas.avro.WaitingForAccess;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** Sends each command to the topic of whom it concerns. */
final class WriteCommands implements Function<ErasureCommand, Outbound<?>> {

  @Override
  public Outbound<?> apply(ErasureCommand command) {
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
      case Enter enter ->
          new Outbound<>(
              Topics.ERASURES,
              key,
              new ErasureEntry(
                  enter.requestId(), enter.at(), enter.ground(), lines(enter.ledger())));
      case Direct direct -> DirectiveRecords.issued(direct.directive());
    };
  }

  private static List<LedgerLine> lines(Ledger ledger) {
    return ledger.asked().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(ParticipantId::name)))
        .map(
            asked ->
                new LedgerLine(
                    asked.getKey().name(),
                    ledger.pseudonyms().get(asked.getKey()),
                    asked.getValue()))
        .toList();
  }

  private static SpecificRecord payload(Task task) {
    return switch (task) {
      case Task.Locate locate -> new LocateHoldings(locate.round());
      case Task.Restrict restrict -> new RestrictRecords();
      case Task.Lift lift -> new LiftRestriction();
      case Task.Erase erase -> new EraseRecords(erase.ground());
      case Task.Verify verify -> new VerifyErasure();
      case Task.Expire expire -> new EraseExpired(expire.asOf());
    };
  }

  private static SpecificRecord payload(Report report) {
    return switch (report) {
      case Report.PhaseStarted started ->
          new PhaseStarted(started.phase(), names(started.participants()));
      case Report.ParticipantDone done ->
          new ParticipantDone(done.participant().name(), done.phase(), done.without());
      case Report.ParticipantWaiting waiting ->
          new ParticipantWaiting(
              waiting.participant().name(),
              waiting.phase(),
              waiting.reason(),
              waiting.since(),
              waiting.askedAgainAt());
      case Report.ErasureHalted halted ->
          new ErasureHalted(halted.reason(), names(halted.participants()));
      case Report.ErasureCompleted completed ->
          new ErasureCompleted(
              completed.completion(),
              completed.stores().stream().map(WriteCommands::outcome).toList());
      case Report.ErasureAbandoned abandoned -> new ErasureAbandoned();
      case Report.Planned planned -> plan(planned.plan(), false, planned.stores(), planned.holds());
      case Report.ApprovalAwaited awaited ->
          plan(awaited.plan(), true, awaited.stores(), awaited.holds());
      case Report.ApprovalTaken taken -> new ApprovalTaken(taken.decisionId());
      case Report.ApprovalNotTaken refused -> new ApprovalNotTaken(refused.decisionId());
      case Report.CoolingOff cooling -> new CoolingOff(cooling.until());
      case Report.GateAsked asked -> new GateAsked(asked.ask(), asked.behindAccesses());
      case Report.WaitingForAccess waiting -> new WaitingForAccess(waiting.accesses());
      case Report.EndingAccepted accepted -> new EndingAccepted(accepted.cause());
      case Report.EndingTooLate late -> new EndingTooLate(late.cause());
      case Report.HoldEffective effective -> new HoldEffective(effective.holdId());
      case Report.HoldTooLate late -> new HoldTooLate(late.holdId());
      case Report.HoldEnded ended -> new HoldEnded(ended.holdId());
      case Report.OnHold held ->
          new ErasureOnHold(
              held.holds().stream().map(Hold::id).toList(), names(held.participants()));
      case Report.OutcomeAdopted adopted ->
          new OutcomeAdopted(adopted.decisionId(), adopted.participant().name());
      case Report.OutcomeNotAdopted refused ->
          new OutcomeNotAdopted(refused.decisionId(), refused.participant().name());
      case Report.StoreReplayed replayed ->
          new StoreReplayed(replayed.restorationId(), replayed.participant().name());
      case Report.StoreNotReplayed forgotten ->
          new StoreNotReplayed(forgotten.restorationId(), forgotten.participant().name());
      case Report.RetentionCompared(var participant, var comparison) ->
          comparison.differences().isEmpty()
              ? new RetentionAgrees(participant.name(), comparison.asOf())
              : new RetentionDiffers(
                  participant.name(),
                  comparison.asOf(),
                  StoredComparison.differences(comparison.differences()));
      case Report.RetentionUnaccounted(var participant, var asOf, var reported) ->
          new RetentionUnaccounted(participant.name(), asOf, Counts.retentionsToRecords(reported));
      case Report.RetentionExpired expired ->
          new RetentionExpired(expired.stores().stream().map(WriteCommands::outcome).toList());
    };
  }

  private static ErasurePlanned plan(
      int number, boolean approvalNeeded, List<Store> stores, List<Hold> holds) {
    return new ErasurePlanned(
        number,
        approvalNeeded,
        stores.stream()
            .map(
                store ->
                    new PlannedStore(
                        store.participant().name(),
                        Counts.holdingsToRecords(store.holdings()),
                        Treatments.toRecords(store.treated()),
                        holds.stream()
                            .filter(hold -> hold.covers(store.participant()))
                            .map(Hold::id)
                            .toList()))
            .toList());
  }

  private static StoreOutcome outcome(Store store) {
    return new StoreOutcome(
        store.participant().name(),
        Counts.outcomesToRecords(store.outcomes()),
        Counts.retentionsToRecords(store.retained()),
        store.decidedBy());
  }

  private static List<String> names(List<ParticipantId> participants) {
    return participants.stream().map(ParticipantId::name).toList();
  }
}
