package io.habeas.intake.register;

import io.habeas.intake.register.RegisterCommand.Announce;
import io.habeas.intake.register.RegisterCommand.SendLetter;
import io.habeas.process.ProcessDefinition;
import io.habeas.process.ProcessDefinition.Input;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.RequestRecord;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** The register as a process: what it listens to, what it writes. */
public final class RegisterProcess {
  /** Public API: the name of its application in Kafka. */
  public static final String NAME = "request-register";

  /** The letters that the register has sent. */
  public static final Topic<NoticeRecord> LETTERS = Topics.notices(Topics.REQUEST_INTAKE);

  private RegisterProcess() {}

  /** The process that follows {@code policy}. */
  public static ProcessDefinition<Registration, RegisterEvent, RegisterCommand> of(
      RegisterPolicy policy) {
    return new ProcessDefinition<>(
        NAME,
        policy,
        List.of(
            input(Topics.INTAKE, ReadRecords::intake),
            input(Topics.IDENTITY, ReadRecords::identity),
            input(Topics.DECISIONS, ReadRecords::decision),
            input(Topics.ERASURE_EVENTS, ReadRecords::erasure),
            input(Topics.EXPORT_EVENTS, ReadRecords::export),
            input(Topics.NOTICE_OUTCOMES, ReadRecords::noticeOutcome)),
        StoredRegistration.CODEC,
        RegisterProcess::route);
  }

  private static <R extends SpecificRecord> Input<R, RegisterEvent> input(
      Topic<R> topic, Reader<R, RegisterEvent> reader) {
    return new Input<>(List.of(topic), topic.type(), false, reader);
  }

  private static Outbound<?> route(RegisterCommand command) {
    return switch (command) {
      case Announce(RequestRecord record) ->
          new Outbound<>(Topics.REQUESTS, record.getRequestId().toString(), record);
      case SendLetter(NoticeRecord record) ->
          new Outbound<>(LETTERS, record.getRequestId().toString(), record);
    };
  }
}
