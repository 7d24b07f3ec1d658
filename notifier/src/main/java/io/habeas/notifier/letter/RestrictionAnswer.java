package io.habeas.notifier.letter;

import io.habeas.chassis.controller.Controller;
import io.habeas.notifier.letter.Letter.Block;
import io.habeas.notifier.letter.Letter.Enumeration;
import io.habeas.notifier.letter.Letter.Heading;
import io.habeas.notifier.letter.Letter.Paragraph;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.CollectionCount;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.RestrictedNotice;
import io.habeas.schemas.avro.RestrictionEndsNotice;
import io.habeas.schemas.avro.StoreRestriction;
import java.util.ArrayList;
import java.util.List;

/**
 * What is said where the use of records is restricted (Art. 18), and before it no longer is (Art.
 * 18(3), L24).
 */
final class RestrictionAnswer {
  private final Controller controller;
  private final StoreNames names;
  private final ToldRecipients told;

  RestrictionAnswer(Controller controller, StoreNames names, ToldRecipients told) {
    this.controller = controller;
    this.names = names;
    this.told = told;
  }

  /**
   * @throws CannotBeWritten if the particulars contradict what it came to
   */
  List<Block> content(Phrases say, NoticeRecord notice, RestrictedNotice restricted) {
    Completion completion = whatMayBeClaimed(restricted);
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            say.say(
                "restricted.summary." + completion,
                controller.name(),
                say.say("right." + restricted.getRight()))));
    if (completion != Completion.NOTHING_HELD) {
      blocks.add(
          new Paragraph(say.say("restricted.ground", say.say("ground." + restricted.getGround()))));
      blocks.addAll(done(say, restricted));
      blocks.addAll(lacking(say, restricted));
      blocks.add(new Paragraph(say.say("restricted.meanwhile")));
      blocks.add(new Paragraph(say.say("restricted.end." + restricted.getRight())));
      blocks.addAll(told.content(say, restricted.getRecipients(), able(restricted)));
    } else {
      blocks.add(new Paragraph(say.say("erasure.other")));
    }
    blocks.add(new Paragraph(say.say("reference", notice.getRequestId())));
    return blocks;
  }

  /**
   * With the controller's own reasons; how to complain and to go to court stands at the end of
   * every letter.
   *
   * @throws CannotBeWritten without the reasons
   */
  List<Block> ends(
      Phrases say, NoticeRecord notice, RestrictionEndsNotice ends, Enclosed enclosed) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(say.say("restrictionEnds.summary", controller.name())));
    blocks.addAll(EarlyEnd.reasons(say, enclosed));
    blocks.add(new Paragraph(say.say("restrictionEnds.next")));
    blocks.addAll(told.content(say, ends.getRecipients(), List.of()));
    blocks.add(new Paragraph(say.say("reference", notice.getRequestId())));
    return blocks;
  }

  /** L28: the objection prevails, and what may follow of it is the person's to ask for. */
  List<Block> upheld(Phrases say, NoticeRecord notice) {
    return List.of(
        new Paragraph(say.say("objectionUpheld.summary", controller.name())),
        new Paragraph(say.say("objectionUpheld.stays")),
        new Paragraph(say.say("objectionUpheld.erasure")),
        new Paragraph(say.say("reference", notice.getRequestId())));
  }

  /** The summary and the particulars of one letter must not contradict each other. */
  private static Completion whatMayBeClaimed(RestrictedNotice restricted) {
    boolean done =
        restricted.getStores().stream().anyMatch(store -> sum(store.getRestricted()) > 0);
    boolean lacking = restricted.getStores().stream().anyMatch(RestrictionAnswer::isLacking);
    boolean contradicted =
        switch (restricted.getCompletion()) {
          case RESTRICTED -> lacking;
          case RESTRICTED_IN_PART -> !lacking;
          case NOTHING_HELD -> done || lacking;
          case ERASED_IN_FULL,
              ERASED_IN_PART,
              COPY_PROVIDED,
              RECTIFIED,
              RECTIFIED_IN_PART,
              NOTHING_TO_RECTIFY,
              RESTRICTION_LIFTED,
              OBJECTION_UPHELD,
              PROCESSING_STOPPED ->
              true;
        };
    if (contradicted) {
      throw new CannotBeWritten(
          "Expected particulars that bear out "
              + restricted.getCompletion()
              + " but they contradict it");
    }
    return restricted.getCompletion();
  }

  private List<Block> done(Phrases say, RestrictedNotice restricted) {
    List<Block> stores =
        restricted.getStores().stream()
            .map(store -> new Enumeration(names.of(say, store.getParticipant()), lines(say, store)))
            .filter(store -> !store.entries().isEmpty())
            .<Block>map(store -> store)
            .toList();
    if (stores.isEmpty()) {
      return List.of();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Heading(say.say("erasure.done")));
    blocks.addAll(stores);
    return blocks;
  }

  /** For what a person vouched in the store's place there are no counts: it is said as it is. */
  private List<String> lines(Phrases say, StoreRestriction store) {
    List<String> lines = new ArrayList<>();
    store.getRestricted().stream()
        .filter(count -> count.getRecords() > 0)
        .map(
            count ->
                say.say(
                    "erasure.line",
                    names.of(say, store.getParticipant(), count.getCollection()),
                    say.say("restricted.restricted", count.getRecords())))
        .forEach(lines::add);
    if (store.getDecidedBy() != null) {
      lines.add(say.say("erasure.vouchedFor"));
    }
    return lines;
  }

  private List<Block> lacking(Phrases say, RestrictedNotice restricted) {
    List<String> stores =
        restricted.getStores().stream()
            .filter(RestrictionAnswer::isLacking)
            .map(store -> names.of(say, store.getParticipant()))
            .toList();
    return stores.isEmpty()
        ? List.of()
        : List.of(
            new Heading(say.say("rectified.lacking")),
            new Enumeration("", stores),
            new Paragraph(say.say("restricted.lacking.next", controller.contact())));
  }

  /** A store that holds something, or may, and cannot restrict it. */
  private static boolean isLacking(StoreRestriction store) {
    return store.getWithout() != null
        && (store.getWithout() == Action.LOCATE || sum(store.getLocated()) > 0);
  }

  private static long sum(List<CollectionCount> counts) {
    return counts.stream().mapToLong(CollectionCount::getRecords).sum();
  }

  /** Those who did what was asked. */
  private static List<String> able(RestrictedNotice restricted) {
    return restricted.getStores().stream()
        .filter(store -> store.getWithout() == null)
        .map(StoreRestriction::getParticipant)
        .toList();
  }
}
