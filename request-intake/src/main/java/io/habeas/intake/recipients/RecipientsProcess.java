package io.habeas.intake.recipients;

import io.habeas.chassis.controller.Controller;
import io.habeas.intake.recipients.RecipientsCommand.Announce;
import io.habeas.intake.recipients.RecipientsCommand.SendLetter;
import io.habeas.intake.register.RegisterProcess;
import io.habeas.process.ProcessDefinition;
import io.habeas.process.ProcessDefinition.Input;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.process.ProcessDefinition.Reader;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.NotSentReason;
import io.habeas.schemas.avro.NotToldReason;
import io.habeas.schemas.avro.NoticeDelayed;
import io.habeas.schemas.avro.NoticeNotSent;
import io.habeas.schemas.avro.NoticeOutcomeRecord;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.NoticeSent;
import io.habeas.schemas.avro.RecipientDecided;
import io.habeas.schemas.avro.RecipientRecord;
import io.habeas.schemas.avro.RecipientsToTell;
import io.habeas.schemas.avro.RequestRecord;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;

/** The telling of recipients as a process: what it listens to, what it writes. */
public final class RecipientsProcess {
  /** Public API: the name of its application in Kafka. */
  public static final String NAME = RegisterProcess.NAME + ".recipients";

  private RecipientsProcess() {}

  /** The process that follows {@code policy}. */
  public static ProcessDefinition<RecipientsState, RecipientsEvent, RecipientsCommand> of(
      RecipientsPolicy policy) {
    return new ProcessDefinition<>(
        NAME,
        policy,
        List.of(
            input(Topics.REQUESTS, RecipientsProcess::request),
            input(Topics.DECISIONS, RecipientsProcess::decision),
            input(Topics.NOTICE_OUTCOMES, RecipientsProcess::noticeOutcome)),
        StoredRecipients.CODEC,
        RecipientsProcess::route);
  }

  private static <R extends SpecificRecord> Input<R, RecipientsEvent> input(
      Topic<R> topic, Reader<R, RecipientsEvent> reader) {
    return new Input<>(List.of(topic), topic.type(), false, reader);
  }

  /** Of a request's life it needs this alone; what else is in it is others'. */
  private static Optional<Keyed<RecipientsEvent>> request(
      String topic, Keyed<RequestRecord> message) throws InvalidMessage {
    RequestRecord record = message.value();
    if (!(record.getPayload() instanceof RecipientsToTell toTell)) {
      return Optional.empty();
    }
    for (var recipient : toTell.getRecipients()) {
      requireCode(recipient.getRecipient());
    }
    return about(
        message,
        record.getRequestId(),
        new RecipientsEvent.ToTell(
            record.getRequestId(),
            record.getRecordedAt(),
            toTell.getMatter(),
            toTell.getRecipients().stream()
                .map(to -> new RecipientsEvent.ToTell.Letter(to.getRecipient(), to.getNoticeId()))
                .toList()));
  }

  private static Optional<Keyed<RecipientsEvent>> decision(
      String topic, Keyed<DecisionRecord> message) throws InvalidMessage {
    DecisionRecord record = message.value();
    if (!(record.getPayload() instanceof RecipientDecided decided)) {
      return Optional.empty();
    }
    requireCode(decided.getRecipient());
    return about(
        message,
        record.getRequestId(),
        new RecipientsEvent.Decided(
            record.getRequestId(),
            record.getRecordedAt(),
            record.getDecisionId(),
            decided.getRecipient(),
            decided.getFinding()));
  }

  private static Optional<Keyed<RecipientsEvent>> noticeOutcome(
      String topic, Keyed<NoticeOutcomeRecord> message) throws InvalidMessage {
    NoticeOutcomeRecord record = message.value();
    return switch (record.getPayload()) {
      case NoticeSent p ->
          about(
              message,
              record.getRequestId(),
              new RecipientsEvent.LetterSent(record.getRecordedAt(), record.getNoticeId()));
      case NoticeNotSent p ->
          about(
              message,
              record.getRequestId(),
              new RecipientsEvent.LetterNotSent(
                  record.getRecordedAt(), record.getNoticeId(), reason(p.getReason())));
      // Tried again by the notifier; too long is what the policy says.
      case NoticeDelayed p -> Optional.empty();
      case null, default -> throw new InvalidMessage("unexpected-payload");
    };
  }

  private static NotToldReason reason(NotSentReason reason) {
    return switch (reason) {
      case ADDRESS_REFUSED -> NotToldReason.ADDRESS_REFUSED;
      case NO_AGREED_IDENTIFIER, NO_PROVEN_CONTACT -> NotToldReason.NO_AGREED_IDENTIFIER;
      case NOT_APPROVED -> NotToldReason.NOT_APPROVED;
      case EXPIRED, SUPERSEDED -> NotToldReason.FORGOTTEN;
    };
  }

  private static Optional<Keyed<RecipientsEvent>> about(
      Keyed<?> message, UUID requestId, RecipientsEvent event) throws InvalidMessage {
    message.requireKey(requestId.toString());
    return Optional.of(new Keyed<>(message.key(), event));
  }

  private static void requireCode(String recipient) throws InvalidMessage {
    if (!Controller.isName(recipient)) {
      throw new InvalidMessage("malformed-recipient");
    }
  }

  private static Outbound<?> route(RecipientsCommand command) {
    return switch (command) {
      case Announce(RecipientRecord record) ->
          new Outbound<>(Topics.RECIPIENTS, record.getRequestId().toString(), record);
      case SendLetter(NoticeRecord record) ->
          new Outbound<>(RegisterProcess.LETTERS, record.getRequestId().toString(), record);
    };
  }
}
