package io.habeas.intake.recipients;

import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.RecipientRecord;

/** What follows for others. */
public sealed interface RecipientsCommand {

  /** Have a letter sent. */
  record SendLetter(NoticeRecord record) implements RecipientsCommand {}

  /** Publish what a recipient was told, or why not. */
  record Announce(RecipientRecord record) implements RecipientsCommand {}
}
