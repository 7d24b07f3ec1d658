package io.habeas.intake.view;

import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import io.habeas.intake.view.RequestView.Decisions.OnRecipient;
import io.habeas.intake.view.RequestView.Recipient;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.schemas.avro.RecipientDecisionNotTaken;
import io.habeas.schemas.avro.RecipientExcused;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RecipientNotTold;
import io.habeas.schemas.avro.RecipientRecord;
import io.habeas.schemas.avro.RecipientTold;
import io.habeas.schemas.avro.RecipientsToTell;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** What recipients of data were told, or why not, as changes of a view (Art. 19). */
final class RecipientChanges {
  private RecipientChanges() {}

  static Bson toTell(RecipientsToTell toTell) {
    return combine(
        toTell.getRecipients().stream()
            .map(
                to ->
                    set(
                        RequestViews.TO_TELL + "." + to.getNoticeId(),
                        new Document("recipient", to.getRecipient())
                            .append("matter", toTell.getMatter().name())))
            .toList());
  }

  /**
   * What became of telling one.
   *
   * @throws InvalidMessage if that is nothing that this version knows
   */
  static Bson of(RecipientRecord record) throws InvalidMessage {
    Date at = Date.from(record.getRecordedAt());
    return switch (record.getPayload()) {
      case RecipientTold p ->
          told(
              p.getNoticeId(),
              said(p.getRecipient(), p.getMatter(), Recipient.Told.TOLD).append("at", at),
              p.getDecidedBy());
      case RecipientNotTold p ->
          told(
              p.getNoticeId(),
              said(p.getRecipient(), p.getMatter(), Recipient.Told.NOT_TOLD)
                  .append("notTold", p.getReason().name()),
              null);
      case RecipientExcused p ->
          told(
              p.getNoticeId(),
              said(p.getRecipient(), p.getMatter(), Recipient.Told.IMPOSSIBLE)
                  .append("at", at)
                  .append("finding", p.getFinding().name()),
              p.getDecidedBy());
      case RecipientDecisionNotTaken p ->
          recipientDecision(p.getDecisionId(), p.getRecipient(), OnRecipient.State.NOT_TAKEN);
      case null, default -> throw Projection.unexpectedPayload();
    };
  }

  private static Document said(String recipient, RecipientMatter matter, Recipient.Told state) {
    return new Document("recipient", recipient)
        .append("matter", matter.name())
        .append("state", state.name());
  }

  private static Bson told(UUID noticeId, Document said, @Nullable UUID decidedBy) {
    String path = RequestViews.TOLD + "." + noticeId;
    return decidedBy == null
        ? set(path, said)
        : combine(
            set(path, said.append("decidedBy", decidedBy.toString())),
            recipientDecision(decidedBy, said.getString("recipient"), OnRecipient.State.TAKEN));
  }

  private static Bson recipientDecision(
      UUID decisionId, String recipient, OnRecipient.State state) {
    return set(
        RequestViews.RECIPIENT_DECISIONS + "." + decisionId,
        new Document("recipient", recipient).append("state", state.name()));
  }
}
