package io.habeas.orchestrator.directives;

import io.habeas.orchestrator.directives.Directive.StopProcessing;
import io.habeas.orchestrator.directives.Directive.TakeNothingIn;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.protocol.Code;
import io.habeas.protocol.reply.Statements;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DirectiveRecord;
import io.habeas.schemas.directives.SubjectKey;

/** Directives as they are written. */
public final class DirectiveRecords {
  private DirectiveRecords() {}

  /** A directive on its way to the topic of its participant. */
  public static Outbound<DirectiveRecord> issued(Directive directive) {
    return new Outbound<>(Topics.ISSUED_DIRECTIVES, instance(directive), record(directive));
  }

  /** Under what it is kept: whom it is for and what it is about. */
  static String instance(Directive directive) {
    return directive.participant().name() + "/" + messageKey(directive);
  }

  static String messageKey(Directive directive) {
    return switch (directive.content()) {
      case TakeNothingIn c -> SubjectKey.messageKey(directive.subject());
      case StopProcessing c -> SubjectKey.messageKey(directive.subject(), c.purpose());
    };
  }

  static DirectiveRecord record(Directive directive) {
    return new DirectiveRecord(
        directive.participant().name(),
        directive.subject(),
        directive.requestId(),
        directive.issuedAt(),
        switch (directive.content()) {
          case TakeNothingIn c -> new io.habeas.schemas.avro.TakeNothingIn(c.collectedBefore());
          case StopProcessing c ->
              new io.habeas.schemas.avro.StopProcessing(c.purpose(), c.cause(), c.since());
        });
  }

  /**
   * @throws InvalidMessage if it cannot be a directive
   */
  static Directive directive(DirectiveRecord record) throws InvalidMessage {
    if (!Code.isCode(record.getSubject())) {
      throw new InvalidMessage("not-a-subject");
    }
    return new Directive(
        Statements.participant(record.getParticipant()),
        record.getSubject(),
        record.getRequestId(),
        record.getRecordedAt(),
        switch (record.getPayload()) {
          case io.habeas.schemas.avro.TakeNothingIn c -> new TakeNothingIn(c.getCollectedBefore());
          case io.habeas.schemas.avro.StopProcessing c ->
              new StopProcessing(c.getPurpose(), c.getCause(), c.getSince());
          // The wire stops before a payload that this version does not have.
          case null, default -> throw new InvalidMessage("unexpected-payload");
        });
  }
}
