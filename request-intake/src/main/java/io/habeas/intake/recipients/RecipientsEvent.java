package io.habeas.intake.recipients;

import io.habeas.schemas.avro.NotToldReason;
import io.habeas.schemas.avro.RecipientFinding;
import io.habeas.schemas.avro.RecipientMatter;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What can happen to the telling of recipients about one request. */
public sealed interface RecipientsEvent {

  /** When it was recorded, or noticed. */
  Instant at();

  /** The register wants these told. */
  record ToTell(UUID requestId, Instant at, RecipientMatter matter, List<Letter> letters)
      implements RecipientsEvent {
    public ToTell {
      letters = List.copyOf(letters);
    }

    /**
     * A recipient, and the letter that tells it.
     *
     * @param recipient its code
     */
    public record Letter(String recipient, UUID noticeId) {}
  }

  /** A letter has left, perhaps one to a recipient. */
  record LetterSent(Instant at, UUID noticeId) implements RecipientsEvent {}

  /** A letter will not leave, perhaps one to a recipient. */
  record LetterNotSent(Instant at, UUID noticeId, NotToldReason reason)
      implements RecipientsEvent {}

  /** A person says what is to be done about a recipient that could not be told. */
  record Decided(
      UUID requestId, Instant at, UUID decisionId, String recipient, RecipientFinding finding)
      implements RecipientsEvent {}

  /** The instant has come that was asked for. */
  record Woken(Instant at) implements RecipientsEvent {}

  /** A command could not be written: its topic is missing or forbidden. */
  record CommandUndeliverable(RecipientsCommand command, Instant at) implements RecipientsEvent {}
}
