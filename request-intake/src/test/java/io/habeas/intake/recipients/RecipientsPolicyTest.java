package io.habeas.intake.recipients;

import io.habeas.intake.recipients.RecipientsCommand.Announce;
import io.habeas.intake.recipients.RecipientsCommand.SendLetter;
import io.habeas.intake.recipients.RecipientsEvent.CommandUndeliverable;
import io.habeas.intake.recipients.RecipientsEvent.Decided;
import io.habeas.intake.recipients.RecipientsEvent.LetterNotSent;
import io.habeas.intake.recipients.RecipientsEvent.LetterSent;
import io.habeas.intake.recipients.RecipientsEvent.ToTell;
import io.habeas.intake.recipients.RecipientsEvent.Woken;
import io.habeas.intake.recipients.RecipientsState.Nobody;
import io.habeas.intake.register.Letters;
import io.habeas.schemas.avro.NotToldReason;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.RecipientDecisionNotTaken;
import io.habeas.schemas.avro.RecipientExcused;
import io.habeas.schemas.avro.RecipientFinding;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RecipientNotTold;
import io.habeas.schemas.avro.RecipientNotToldNotice;
import io.habeas.schemas.avro.RecipientNotice;
import io.habeas.schemas.avro.RecipientRecord;
import io.habeas.schemas.avro.RecipientTold;
import io.habeas.testkit.PolicyScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecipientsPolicyTest {
  private static final UUID ID = UUID.fromString("7f7f0a3e-52b8-4b0d-9a6c-0d6f4e1f2a10");
  private static final UUID DECISION = UUID.fromString("7f7f0a3e-52b8-4b0d-9a6c-0d6f4e1f2a11");
  private static final Instant NOW = Instant.parse("2026-09-01T10:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final Duration PATIENCE = Duration.ofDays(7);
  private static final Duration MEMORY = Duration.ofDays(150);
  private static final Instant LOOK = NOW.plus(PATIENCE);
  private static final RecipientMatter ERASURE = RecipientMatter.ERASURE;
  private static final UUID MAILER = Letters.recipient(ID, ERASURE, "mailer");
  private static final UUID BOOKS = Letters.recipient(ID, ERASURE, "books");

  private final ToTell toTell =
      new ToTell(
          ID,
          NOW,
          ERASURE,
          List.of(new ToTell.Letter("mailer", MAILER), new ToTell.Letter("books", BOOKS)));

  @Test
  void shouldTellEachRecipientOnceAndTakeTheLetterForTheReceipt_L22() {
    scenario()
        .when(toTell)
        .thenCommands(
            letter(NOW, MAILER, new RecipientNotice("mailer", ERASURE)),
            letter(NOW, BOOKS, new RecipientNotice("books", ERASURE)))
        .thenWakesAt(LOOK)
        .when(toTell)
        .thenIgnored("duplicate")
        .when(new LetterSent(LATER, UUID.randomUUID()))
        .thenIgnored("other-letter")
        .when(new LetterSent(LATER, MAILER))
        .thenCommands(told(LATER, "mailer", MAILER, null))
        .thenWakesAt(LOOK)
        .when(new LetterSent(LATER, MAILER))
        .thenIgnored("duplicate")
        .when(new LetterSent(LATER, BOOKS))
        .thenCommands(told(LATER, "books", BOOKS, null))
        .thenWakesAt(LATER.plus(MEMORY))
        .when(new Woken(LATER.plus(MEMORY)))
        .thenState(new Nobody())
        .thenNeverWakes();
  }

  @Test
  void shouldTellTheOfficerOfAMailboxThatRefusesAndStayOpen() {
    scenario()
        .given(toTell, new LetterSent(LATER, BOOKS))
        .when(new LetterNotSent(LATER, MAILER, NotToldReason.ADDRESS_REFUSED))
        .thenCommands(
            notTold(LATER, NotToldReason.ADDRESS_REFUSED),
            officer(LATER, NotToldReason.ADDRESS_REFUSED))
        .thenNeverWakes()
        .when(new LetterNotSent(LATER, MAILER, NotToldReason.ADDRESS_REFUSED))
        .thenIgnored("duplicate");
  }

  @Test
  void shouldTellTheOfficerOfWhoIsWaitedForTooLongAndStillTakeTheReceipt() {
    scenario()
        .given(toTell, new LetterSent(LATER, BOOKS))
        .when(new Woken(LOOK.minusSeconds(1)))
        .thenCommands()
        .thenWakesAt(LOOK)
        .when(new Woken(LOOK))
        .thenCommands(
            notTold(LOOK, NotToldReason.NO_RECEIPT), officer(LOOK, NotToldReason.NO_RECEIPT))
        .thenNeverWakes()
        // The officer was asked to look already.
        .when(new LetterNotSent(LOOK, MAILER, NotToldReason.FORGOTTEN))
        .thenCommands(notTold(LOOK, NotToldReason.FORGOTTEN))
        .when(new LetterSent(LOOK, MAILER))
        .thenCommands(told(LOOK, "mailer", MAILER, null))
        .thenWakesAt(LOOK.plus(MEMORY));
  }

  @ParameterizedTest
  @EnumSource(
      value = RecipientFinding.class,
      names = {"IMPOSSIBLE", "DISPROPORTIONATE_EFFORT"})
  void shouldLetAPersonFindThatItNeedNotBeTold(RecipientFinding finding) {
    Decided decided = new Decided(ID, LATER, DECISION, "mailer", finding);
    scenario()
        .given(
            toTell,
            new LetterSent(LATER, BOOKS),
            new LetterNotSent(LATER, MAILER, NotToldReason.ADDRESS_REFUSED))
        .when(decided)
        .thenCommands(
            announce(LATER, new RecipientExcused("mailer", ERASURE, MAILER, finding, DECISION)))
        .thenWakesAt(LATER.plus(MEMORY))
        .when(decided)
        .thenIgnored("duplicate")
        .when(new LetterNotSent(LATER, MAILER, NotToldReason.FORGOTTEN))
        .thenIgnored("duplicate")
        // What is true counts, whatever was found.
        .when(new LetterSent(LATER, MAILER))
        .thenCommands(told(LATER, "mailer", MAILER, null));
  }

  @Test
  void shouldLetAPersonSayThatTheyToldItOtherwiseAlsoWhileItsLetterIsOnItsWay() {
    scenario()
        .given(toTell)
        .when(new Decided(ID, LATER, DECISION, "mailer", RecipientFinding.TOLD_OTHERWISE))
        .thenCommands(told(LATER, "mailer", MAILER, DECISION))
        .when(new LetterSent(LATER, MAILER))
        .thenIgnored("duplicate");
  }

  @Test
  void shouldNotTakeADecisionAboutWhoOwesNoReceipt() {
    Decided decided = new Decided(ID, LATER, DECISION, "mailer", RecipientFinding.IMPOSSIBLE);
    Announce notTaken = announce(LATER, new RecipientDecisionNotTaken(DECISION, "mailer"));

    scenario().when(decided).thenCommands(notTaken).thenWakesAt(LATER.plus(MEMORY));
    scenario().given(toTell, new LetterSent(NOW, MAILER)).when(decided).thenCommands(notTaken);
  }

  @Test
  void shouldTellTheEndOfARestrictionBesideItsBeginning() {
    UUID begun = Letters.recipient(ID, RecipientMatter.RESTRICTION, "mailer");
    UUID ended = Letters.recipient(ID, RecipientMatter.RESTRICTION_END, "mailer");
    scenario()
        .given(
            new ToTell(
                ID, NOW, RecipientMatter.RESTRICTION, List.of(new ToTell.Letter("mailer", begun))),
            new LetterSent(NOW, begun))
        .when(
            new ToTell(
                ID,
                LATER,
                RecipientMatter.RESTRICTION_END,
                List.of(new ToTell.Letter("mailer", ended))))
        .thenCommands(
            letter(LATER, ended, new RecipientNotice("mailer", RecipientMatter.RESTRICTION_END)))
        .thenWakesAt(LATER.plus(PATIENCE));
  }

  @Test
  void shouldSendAgainWhatCouldNotBeWrittenBeforeAnythingElse() {
    SendLetter letter = letter(NOW, MAILER, new RecipientNotice("mailer", ERASURE));
    scenario()
        .given(toTell)
        .when(new CommandUndeliverable(letter, NOW))
        .thenCommands()
        .thenWakesAt(NOW.plus(Duration.ofMinutes(1)))
        .when(new LetterSent(NOW, BOOKS))
        .thenCommands(letter, told(NOW, "books", BOOKS, null))
        .thenWakesAt(LOOK);
    scenario()
        .given(toTell, new CommandUndeliverable(letter, NOW))
        .when(new Woken(NOW.plus(Duration.ofMinutes(1))))
        .thenCommands(letter)
        .thenWakesAt(LOOK);
  }

  @Test
  void shouldTakeNoNoticeOfOtherLetters() {
    scenario()
        .when(new LetterSent(NOW, MAILER))
        .thenIgnored("other-letter")
        .when(new LetterNotSent(NOW, MAILER, NotToldReason.ADDRESS_REFUSED))
        .thenIgnored("other-letter")
        .when(new Woken(NOW))
        .thenIgnored("forgotten");
  }

  private static PolicyScenario<RecipientsState, RecipientsEvent, RecipientsCommand> scenario() {
    return PolicyScenario.of(new RecipientsPolicy(PATIENCE, MEMORY));
  }

  private static Announce told(
      Instant at, String recipient, UUID noticeId, @Nullable UUID decidedBy) {
    return announce(at, new RecipientTold(recipient, ERASURE, noticeId, decidedBy));
  }

  private static Announce notTold(Instant at, NotToldReason reason) {
    return announce(at, new RecipientNotTold("mailer", ERASURE, MAILER, reason));
  }

  private static SendLetter officer(Instant at, NotToldReason reason) {
    return letter(
        at,
        Letters.recipientNotTold(MAILER),
        new RecipientNotToldNotice("mailer", ERASURE, reason));
  }

  private static Announce announce(Instant at, Object payload) {
    return new Announce(new RecipientRecord(ID, at, payload));
  }

  private static SendLetter letter(Instant at, UUID noticeId, Object payload) {
    return new SendLetter(new NoticeRecord(noticeId, ID, at, "en", payload));
  }
}
