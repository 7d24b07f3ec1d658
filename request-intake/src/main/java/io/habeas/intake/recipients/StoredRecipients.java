package io.habeas.intake.recipients;

import io.habeas.intake.recipients.RecipientsCommand.Announce;
import io.habeas.intake.recipients.RecipientsCommand.SendLetter;
import io.habeas.intake.recipients.RecipientsState.Nobody;
import io.habeas.intake.recipients.RecipientsState.Notice;
import io.habeas.intake.recipients.RecipientsState.Standing;
import io.habeas.intake.recipients.RecipientsState.Telling;
import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.RecipientRecord;
import io.habeas.schemas.avro.state.NoticeToRecipient;
import io.habeas.schemas.avro.state.ReceiptMissing;
import io.habeas.schemas.avro.state.ReceiptOwed;
import io.habeas.schemas.avro.state.ReceiptSettled;
import java.util.ArrayList;

/** How the state is stored. */
final class StoredRecipients {
  static final StateCodec<RecipientsState, io.habeas.schemas.avro.state.RecipientsState> CODEC =
      new StateCodec<>(
          io.habeas.schemas.avro.state.RecipientsState.class,
          StoredRecipients::write,
          StoredRecipients::read);

  private StoredRecipients() {}

  private static io.habeas.schemas.avro.state.RecipientsState write(RecipientsState state) {
    return switch (state) {
      case Telling s ->
          new io.habeas.schemas.avro.state.RecipientsState(
              s.requestId(),
              s.notices().stream().map(StoredRecipients::write).toList(),
              s.forgetAt(),
              new ArrayList<>(s.unsent().stream().map(StoredRecipients::write).toList()),
              s.sendAgainAt());
      case Nobody nobody ->
          throw new IllegalArgumentException("Expected recipients to tell but there are none");
    };
  }

  private static RecipientsState read(io.habeas.schemas.avro.state.RecipientsState stored) {
    return new Telling(
        stored.getRequestId(),
        stored.getNotices().stream().map(StoredRecipients::read).toList(),
        stored.getForgetAt(),
        stored.getUnsent().stream().map(StoredRecipients::readCommand).toList(),
        stored.getSendAgainAt());
  }

  private static NoticeToRecipient write(Notice notice) {
    return new NoticeToRecipient(
        notice.recipient(), notice.matter(), notice.noticeId(), write(notice.standing()));
  }

  private static Notice read(NoticeToRecipient stored) {
    return new Notice(
        stored.getRecipient(),
        stored.getMatter(),
        stored.getNoticeId(),
        readStanding(stored.getStanding()));
  }

  private static Object write(Standing standing) {
    return switch (standing) {
      case Standing.Owed(var escalateAt) -> new ReceiptOwed(escalateAt);
      case Standing.Missing(var reason) -> new ReceiptMissing(reason);
      case Standing.Settled(boolean told, var decidedBy) -> new ReceiptSettled(told, decidedBy);
    };
  }

  private static Standing readStanding(Object stored) {
    return switch (stored) {
      case ReceiptOwed s -> new Standing.Owed(s.getEscalateAt());
      case ReceiptMissing s -> new Standing.Missing(s.getReason());
      case ReceiptSettled s -> new Standing.Settled(s.getTold(), s.getDecidedBy());
      default -> throw unexpected(stored);
    };
  }

  private static Object write(RecipientsCommand command) {
    return switch (command) {
      case Announce(RecipientRecord record) -> record;
      case SendLetter(NoticeRecord record) -> record;
    };
  }

  private static RecipientsCommand readCommand(Object stored) {
    return switch (stored) {
      case RecipientRecord record -> new Announce(record);
      case NoticeRecord record -> new SendLetter(record);
      default -> throw unexpected(stored);
    };
  }

  private static IllegalArgumentException unexpected(Object stored) {
    return new IllegalArgumentException(
        "Expected a branch of the stored union but got " + stored.getClass().getSimpleName());
  }
}
