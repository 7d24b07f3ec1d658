package io.habeas.exportbuilder.export;

import io.habeas.exportbuilder.export.ExportCommand.Ask;
import io.habeas.exportbuilder.export.ExportCommand.Task;
import io.habeas.exportbuilder.export.ExportCommand.Tell;
import io.habeas.exportbuilder.export.UploadAddresses.UploadAddress;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.CollectedParts;
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
import io.habeas.schemas.avro.ExportRecords;
import io.habeas.schemas.avro.ExportTask;
import io.habeas.schemas.avro.LocateHoldings;
import io.habeas.schemas.avro.PartsCollected;
import io.habeas.schemas.avro.StoreExport;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * Sends each command to the topic of whom it concerns. Each time a participant is asked to read out
 * it gets a fresh address to upload to.
 */
final class WriteCommands implements Function<ExportCommand, Outbound<?>> {
  private final UploadAddresses addresses;

  WriteCommands(UploadAddresses addresses) {
    this.addresses = addresses;
  }

  @Override
  public Outbound<?> apply(ExportCommand command) {
    String key = command.requestId().toString();
    return switch (command) {
      case Ask ask ->
          new Outbound<>(
              Topics.exportTasks(ask.participant().name()),
              key,
              new ExportTask(
                  ask.requestId(), ask.at(), ask.participant().name(), ask.step(), payload(ask)));
      case Tell tell ->
          new Outbound<>(
              Topics.EXPORT_EVENTS,
              key,
              new ExportEventRecord(tell.requestId(), tell.at(), payload(tell.report())));
    };
  }

  private SpecificRecord payload(Ask ask) {
    return switch (ask.task()) {
      case Task.Locate locate -> new LocateHoldings(locate.round());
      case Task.ReadOut readOut -> {
        UploadAddress address = addresses.of(ask.requestId(), ask.participant().name(), ask.step());
        yield new ExportRecords(readOut.recipientKey(), address.url().toString(), address.until());
      }
    };
  }

  private static SpecificRecord payload(Report report) {
    return switch (report) {
      case Report.Begun begun -> new ExportBegun();
      case Report.PhaseStarted started ->
          new ExportPhaseStarted(started.phase(), names(started.participants()));
      case Report.ParticipantDone done ->
          new ExportParticipantDone(done.participant().name(), done.phase(), done.records());
      case Report.ParticipantWaiting waiting ->
          new ExportParticipantWaiting(
              waiting.participant().name(),
              waiting.phase(),
              waiting.reason(),
              waiting.since(),
              waiting.askedAgainAt());
      case Report.ExportHalted halted ->
          new ExportHalted(halted.reason(), names(halted.participants()));
      case Report.PartsCollected collected ->
          new PartsCollected(collected.stores().stream().map(WriteCommands::collected).toList());
      case Report.ExportCompleted completed ->
          new ExportCompleted(
              completed.completion(),
              completed.stores().stream()
                  .map(
                      store ->
                          new StoreExport(
                              store.participant().name(), Records.collections(copy(store))))
                  .toList());
      case Report.EndingAccepted accepted -> new ExportEndingAccepted(accepted.cause());
      case Report.EndingTooLate tooLate -> new ExportEndingTooLate(tooLate.cause());
      case Report.ExportAbandoned abandoned -> new ExportAbandoned();
    };
  }

  private static CollectedParts collected(StoreCopy store) {
    Copy copy = copy(store);
    return new CollectedParts(
        store.participant().name(), copy.step(), Records.collections(copy), Records.upload(copy));
  }

  private static Copy copy(StoreCopy store) {
    Copy copy = store.copy();
    if (copy == null) {
      throw new IllegalStateException("Expected a copy of every store but one is missing");
    }
    return copy;
  }

  private static List<String> names(List<ParticipantId> participants) {
    return participants.stream().map(ParticipantId::name).toList();
  }
}
