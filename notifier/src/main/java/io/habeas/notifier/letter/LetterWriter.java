package io.habeas.notifier.letter;

import io.habeas.chassis.controller.Controller;
import io.habeas.notifier.letter.Letter.Block;
import io.habeas.notifier.letter.Letter.Code;
import io.habeas.notifier.letter.Letter.Enumeration;
import io.habeas.notifier.letter.Letter.Heading;
import io.habeas.notifier.letter.Letter.Paragraph;
import io.habeas.schemas.avro.AccessAnsweredNotice;
import io.habeas.schemas.avro.ChallengeNotice;
import io.habeas.schemas.avro.ConsentChallengeNotice;
import io.habeas.schemas.avro.ConsentErasedNotice;
import io.habeas.schemas.avro.DueSoonNotice;
import io.habeas.schemas.avro.ErasureCompletedNotice;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.ObjectionUpheldNotice;
import io.habeas.schemas.avro.ReceiptNotice;
import io.habeas.schemas.avro.RecipientNotToldNotice;
import io.habeas.schemas.avro.RecipientNotice;
import io.habeas.schemas.avro.RectifiedNotice;
import io.habeas.schemas.avro.RefusedNotice;
import io.habeas.schemas.avro.RestrictedNotice;
import io.habeas.schemas.avro.RestrictionEndsNotice;
import io.habeas.schemas.avro.WithdrawalTooLateNotice;
import io.habeas.schemas.avro.WithdrawnNotice;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes letters in plain words. Pure: says what the notice says and never more. */
public final class LetterWriter {
  private final Controller controller;
  private final ErasureAnswer erasure;
  private final AccessAnswer access;
  private final EarlyEnd end;
  private final RectificationAnswer rectification;
  private final RestrictionAnswer restriction;
  private final RecipientLetter recipients;

  /**
   * @param packagePage where links to packages lead
   */
  public LetterWriter(Controller controller, URI packagePage) {
    this.controller = controller;
    StoreNames names = new StoreNames(controller);
    this.access = new AccessAnswer(controller, packagePage);
    this.end = new EarlyEnd(controller.name());
    ToldRecipients told = new ToldRecipients(controller, names);
    this.erasure = new ErasureAnswer(controller, names, told);
    this.recipients = new RecipientLetter(controller, told);
    this.rectification = new RectificationAnswer(controller, names, told);
    this.restriction = new RestrictionAnswer(controller, names, told);
  }

  /**
   * The letter for {@code notice}.
   *
   * @param locale BCP 47 tag of the person's choice; English where it is not written here
   * @param enclosed what the vault gave for it
   * @throws CannotBeWritten if it would lack something that it must say
   */
  public Letter write(NoticeRecord notice, String locale, Enclosed enclosed) {
    Phrases phrases = Phrases.in(locale, controller.zone());
    return switch (notice.getPayload()) {
      case ChallengeNotice challenge ->
          challenge(
              phrases,
              enclosed,
              List.of(new Paragraph(phrases.say("challenge.asked", controller.name()))),
              challenge.getExpiresAt(),
              List.of("challenge.notYou", "challenge.keep", "challenge.unknown"));
      case ConsentChallengeNotice challenge ->
          challenge(
              phrases,
              enclosed,
              List.of(
                  new Paragraph(phrases.say("consentChallenge.stopped", controller.name())),
                  new Enumeration("", erasure.purposes(phrases, challenge.getPurposes())),
                  new Paragraph(phrases.say("consentChallenge.asked"))),
              challenge.getExpiresAt(),
              List.of("consentChallenge.notYou", "challenge.keep", "consentChallenge.unknown"));
      case ReceiptNotice receipt -> receipt(phrases, notice, receipt);
      case ErasureCompletedNotice completed -> {
        List<Block> content = erasure.content(phrases, notice, completed);
        yield letter(phrases, phrases.say("erasure.subject." + completed.getCompletion()), content);
      }
      case ConsentErasedNotice erased ->
          letter(phrases, phrases.say("consent.subject"), erasure.content(phrases, notice, erased));
      case AccessAnsweredNotice answered ->
          letter(
              phrases,
              phrases.say("access.subject." + answered.getCompletion()),
              access.content(phrases, notice, answered, enclosed));
      case WithdrawnNotice withdrawn ->
          letter(
              phrases,
              phrases.say(EarlyEnd.subject(withdrawn)),
              end.withdrawn(phrases, notice, withdrawn));
      case WithdrawalTooLateNotice tooLate ->
          letter(
              phrases,
              phrases.say("withdrawalTooLate.subject"),
              end.tooLate(phrases, notice, tooLate));
      case RefusedNotice refused ->
          letter(
              phrases,
              phrases.say("refused.subject", controller.name()),
              end.refused(phrases, notice, refused, enclosed));
      case RectifiedNotice rectified -> {
        List<Block> content = rectification.content(phrases, notice, rectified);
        yield letter(
            phrases, phrases.say("rectified.subject." + rectified.getCompletion()), content);
      }
      case RestrictedNotice restricted -> {
        List<Block> content = restriction.content(phrases, notice, restricted);
        yield letter(
            phrases, phrases.say("restricted.subject." + restricted.getCompletion()), content);
      }
      case RestrictionEndsNotice ends ->
          letter(
              phrases,
              phrases.say("restrictionEnds.subject"),
              restriction.ends(phrases, notice, ends, enclosed));
      case ObjectionUpheldNotice upheld ->
          letter(
              phrases, phrases.say("objectionUpheld.subject"), restriction.upheld(phrases, notice));
      case DueSoonNotice due -> dueSoon(phrases, notice, due);
      case RecipientNotice recipient -> recipients.write(phrases, notice, recipient, enclosed);
      case RecipientNotToldNotice notTold -> recipients.notTold(phrases, notice, notTold);
      case null, default ->
          throw new CannotBeWritten("Expected a letter of a known kind but it is none");
    };
  }

  /**
   * To an address that nobody has proven: does not say whether the person is known (L10).
   *
   * @param asked what was asked for, and what the code is for
   * @param warnings the phrases that follow the code
   */
  private Letter challenge(
      Phrases say,
      Enclosed enclosed,
      List<Block> asked,
      Instant validUntil,
      List<String> warnings) {
    if (!(enclosed instanceof Enclosed.Code code)) {
      throw new CannotBeWritten("Expected a code from the vault but got none");
    }
    return new Letter(
        say.locale(),
        say.say("challenge.subject", controller.name()),
        Stream.of(
                List.<Block>of(new Paragraph(say.say("greeting"))),
                asked,
                List.<Block>of(
                    new Code(code.digits()),
                    new Paragraph(say.say("challenge.validUntil", say.time(validUntil)))),
                warnings.stream().<Block>map(phrase -> new Paragraph(say.say(phrase))).toList(),
                List.<Block>of(
                    new Paragraph(say.say("signature", controller.name())),
                    new Paragraph(say.say("automatic", controller.contact()))))
            .flatMap(List::stream)
            .toList());
  }

  /** The recipient of this name, if the controller approves it. */
  public Optional<Controller.Recipient> recipient(String recipient) {
    return controller.recipient(recipient);
  }

  /** Where letters to the controller's data protection officer go. */
  public String officer() {
    return controller.contact();
  }

  /** To the controller itself: it says nothing of the person but that they asked. */
  private Letter dueSoon(Phrases say, NoticeRecord notice, DueSoonNotice due) {
    return new Letter(
        say.locale(),
        say.say("dueSoon.subject", say.date(due.getDueOn())),
        List.of(
            new Paragraph(say.say("dueSoon.summary")),
            new Enumeration(
                "",
                List.of(
                    say.say("receipt.reference", notice.getRequestId()),
                    say.say("dueSoon.right." + due.getRight()),
                    say.say("receipt.receivedOn", say.date(due.getReceivedOn())),
                    say.say("dueSoon.dueOn", say.date(due.getDueOn())))),
            new Paragraph(say.say("dueSoon.look")),
            new Paragraph(say.say("automatic", controller.contact()))));
  }

  private Letter receipt(Phrases say, NoticeRecord notice, ReceiptNotice receipt) {
    return letter(
        say,
        say.say("receipt.subject", controller.name()),
        List.of(
            new Paragraph(say.say("receipt.thanks")),
            new Enumeration(
                "",
                List.of(
                    say.say("receipt.right", say.say("right." + receipt.getRight())),
                    say.say("receipt.receivedOn", say.date(receipt.getReceivedOn())),
                    say.say("receipt.dueOn", say.date(receipt.getDueOn())),
                    say.say("receipt.reference", notice.getRequestId()))),
            new Paragraph(say.say("receipt.next." + receipt.getRight()))));
  }

  /** Every letter about a request ends with how to object to what it says (L12). */
  private Letter letter(Phrases say, String subject, List<Block> content) {
    return new Letter(
        say.locale(),
        subject,
        Stream.of(
                List.<Block>of(new Paragraph(say.say("greeting"))),
                content,
                List.<Block>of(
                    new Heading(say.say("complaint.heading")),
                    new Paragraph(say.say("complaint.contact", controller.contact())),
                    new Paragraph(
                        say.say(
                            "complaint.authority",
                            controller.authority().name(),
                            controller.authority().website())),
                    new Paragraph(say.say("complaint.court")),
                    new Paragraph(say.say("signature", controller.name())),
                    new Paragraph(say.say("automatic", controller.contact()))))
            .flatMap(List::stream)
            .toList());
  }
}
