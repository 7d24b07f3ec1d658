package io.habeas.notifier.letter;

import io.habeas.chassis.controller.Controller;
import io.habeas.notifier.letter.Letter.Block;
import io.habeas.notifier.letter.Letter.Code;
import io.habeas.notifier.letter.Letter.Enumeration;
import io.habeas.notifier.letter.Letter.Heading;
import io.habeas.notifier.letter.Letter.Paragraph;
import io.habeas.schemas.avro.AccessAnsweredNotice;
import io.habeas.schemas.avro.ChallengeNotice;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.Completion;
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
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.StoreOutcome;
import io.habeas.schemas.avro.WithdrawalTooLateNotice;
import io.habeas.schemas.avro.WithdrawnNotice;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes letters in plain words. Pure: says what the notice says and never more. */
public final class LetterWriter {
  private final Controller controller;
  private final StoreNames names;
  private final AccessAnswer access;
  private final EarlyEnd end;
  private final RectificationAnswer rectification;
  private final RestrictionAnswer restriction;
  private final ToldRecipients told;
  private final RecipientLetter recipients;

  /**
   * @param packagePage where links to packages lead
   */
  public LetterWriter(Controller controller, URI packagePage) {
    this.controller = controller;
    this.names = new StoreNames(controller);
    this.access = new AccessAnswer(controller, packagePage);
    this.end = new EarlyEnd(controller.name());
    this.told = new ToldRecipients(controller, names);
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
      case ChallengeNotice challenge -> challenge(phrases, challenge, enclosed);
      case ReceiptNotice receipt -> receipt(phrases, notice, receipt);
      case ErasureCompletedNotice completed -> completed(phrases, notice, completed);
      case AccessAnsweredNotice answered ->
          letter(
              phrases,
              phrases.say("access.subject." + answered.getCompletion()),
              access.content(phrases, notice, answered, enclosed));
      case WithdrawnNotice withdrawn ->
          letter(
              phrases, phrases.say("withdrawn.subject"), end.withdrawn(phrases, notice, withdrawn));
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

  /** To an address that nobody has proven: does not say whether the person is known (L10). */
  private Letter challenge(Phrases say, ChallengeNotice challenge, Enclosed enclosed) {
    if (!(enclosed instanceof Enclosed.Code code)) {
      throw new CannotBeWritten("Expected a code from the vault but got none");
    }
    return new Letter(
        say.locale(),
        say.say("challenge.subject", controller.name()),
        List.of(
            new Paragraph(say.say("greeting")),
            new Paragraph(say.say("challenge.asked", controller.name())),
            new Code(code.digits()),
            new Paragraph(say.say("challenge.validUntil", say.time(challenge.getExpiresAt()))),
            new Paragraph(say.say("challenge.notYou")),
            new Paragraph(say.say("challenge.keep")),
            new Paragraph(say.say("challenge.unknown")),
            new Paragraph(say.say("signature", controller.name())),
            new Paragraph(say.say("automatic", controller.contact()))));
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

  /** Tells a partial erasure as partial (L20) and nothing held as an answer (L15). */
  private Letter completed(Phrases say, NoticeRecord notice, ErasureCompletedNotice completed) {
    Completion completion = whatMayBeClaimed(completed);
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(say.say("erasure.summary." + completion, controller.name())));
    blocks.addAll(done(say, completed));
    blocks.addAll(kept(say, completed));
    if (completion == Completion.NOTHING_HELD) {
      blocks.add(new Paragraph(say.say("erasure.other")));
    } else {
      blocks.addAll(
          told.content(
              say,
              completed.getRecipients(),
              completed.getStores().stream().map(StoreOutcome::getParticipant).toList()));
    }
    blocks.add(new Paragraph(say.say("reference", notice.getRequestId())));
    return letter(say, say.say("erasure.subject." + completion), blocks);
  }

  /** The summary and the particulars of one letter must not contradict each other. */
  private static Completion whatMayBeClaimed(ErasureCompletedNotice completed) {
    boolean anyKept =
        completed.getStores().stream()
            .anyMatch(
                store ->
                    store.getRetained().stream().anyMatch(kept -> kept.getRecords() > 0)
                        || store.getCollections().stream().anyMatch(c -> c.getRetained() > 0));
    boolean anyGone =
        completed.getStores().stream()
            .flatMap(store -> store.getCollections().stream())
            .anyMatch(c -> c.getErased() > 0 || c.getAnonymised() > 0);
    boolean contradicted =
        switch (completed.getCompletion()) {
          case ERASED_IN_FULL -> anyKept;
          case ERASED_IN_PART -> !anyKept;
          case NOTHING_HELD -> anyKept || anyGone;
          case COPY_PROVIDED,
              RECTIFIED,
              RECTIFIED_IN_PART,
              NOTHING_TO_RECTIFY,
              RESTRICTED,
              RESTRICTED_IN_PART,
              RESTRICTION_LIFTED,
              OBJECTION_UPHELD,
              PROCESSING_STOPPED ->
              true;
        };
    if (contradicted) {
      throw new CannotBeWritten(
          "Expected particulars that bear out "
              + completed.getCompletion()
              + " but they contradict it");
    }
    return completed.getCompletion();
  }

  private List<Block> done(Phrases say, ErasureCompletedNotice completed) {
    List<Block> stores =
        completed.getStores().stream()
            .map(store -> new Enumeration(names.of(say, store.getParticipant()), lines(say, store)))
            .filter(store -> !store.entries().isEmpty())
            .<Block>map(store -> store)
            .toList();
    if (stores.isEmpty()) {
      return List.of();
    }
    boolean anonymised =
        completed.getStores().stream()
            .flatMap(store -> store.getCollections().stream())
            .anyMatch(collection -> collection.getAnonymised() > 0);
    return Stream.of(
            Stream.<Block>of(new Heading(say.say("erasure.done"))),
            stores.stream(),
            anonymised
                ? Stream.<Block>of(new Paragraph(say.say("erasure.anonymisedMeans")))
                : Stream.<Block>empty())
        .flatMap(part -> part)
        .toList();
  }

  /** For what a person vouched in the store's place there may be no counts: it is said as it is. */
  private List<String> lines(Phrases say, StoreOutcome store) {
    Stream<String> counted =
        store.getCollections().stream()
            .filter(c -> c.getErased() + c.getAnonymised() + c.getRetained() > 0)
            .map(
                c ->
                    say.say(
                        "erasure.line",
                        names.of(say, store.getParticipant(), c.getCollection()),
                        counts(say, c)));
    return store.getDecidedBy() == null
        ? counted.toList()
        : Stream.concat(counted, Stream.of(say.say("erasure.vouchedFor"))).toList();
  }

  private static String counts(Phrases say, CollectionOutcome outcome) {
    return Stream.of(
            count(say, "erasure.erased", outcome.getErased()),
            count(say, "erasure.anonymised", outcome.getAnonymised()),
            count(say, "erasure.retained", outcome.getRetained()))
        .flatMap(part -> part)
        .collect(java.util.stream.Collectors.joining(", "));
  }

  private static Stream<String> count(Phrases say, String phrase, long records) {
    return records > 0 ? Stream.of(say.say(phrase, records)) : Stream.empty();
  }

  private List<Block> kept(Phrases say, ErasureCompletedNotice completed) {
    List<Block> blocks = new ArrayList<>();
    for (StoreOutcome store : completed.getStores()) {
      requireReasons(store);
      store.getRetained().stream()
          .filter(retained -> retained.getRecords() > 0)
          .map(retained -> kept(say, store, retained))
          .forEach(blocks::add);
    }
    if (!blocks.isEmpty()) {
      blocks.addFirst(new Heading(say.say("erasure.kept")));
      blocks.add(new Paragraph(say.say("erasure.kept.meanwhile")));
    }
    return blocks;
  }

  private Enumeration kept(Phrases say, StoreOutcome store, RetainedRecords retained) {
    String first = say.date(retained.getFirstExpiry());
    String last = say.date(retained.getLastExpiry());
    String until =
        first.equals(last)
            ? say.say("erasure.kept.until", last)
            : say.say("erasure.kept.untilRange", first, last);
    return new Enumeration(
        say.say(
            "erasure.kept.title",
            names.of(say, store.getParticipant()),
            names.of(say, store.getParticipant(), retained.getCollection()),
            say.say("erasure.retained", retained.getRecords())),
        List.of(
            say.say("erasure.kept.ground", say.say("ground." + retained.getGround())),
            say.say(
                "erasure.kept.statute",
                say.label(controller.statutes().get(retained.getStatute()), retained.getStatute()),
                retained.getJurisdiction()),
            until));
  }

  /** What is kept must be told with its reason and its end (L19, L20), or the letter must wait. */
  private static void requireReasons(StoreOutcome store) {
    for (CollectionOutcome outcome : store.getCollections()) {
      long explained =
          store.getRetained().stream()
              .filter(retained -> retained.getCollection().equals(outcome.getCollection()))
              .mapToLong(RetainedRecords::getRecords)
              .sum();
      if (explained < outcome.getRetained()) {
        throw new CannotBeWritten(
            "Expected a reason for every retained record but "
                + (outcome.getRetained() - explained)
                + " have none");
      }
    }
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
