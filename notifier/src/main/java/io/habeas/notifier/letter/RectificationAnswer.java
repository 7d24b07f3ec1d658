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
import io.habeas.schemas.avro.RectifiedNotice;
import io.habeas.schemas.avro.StoreRectification;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is said where a rectification is carried out (Art. 16): what was corrected, beside what the
 * person's statement stands (L18), and where it could not be done. Never quotes what was corrected.
 */
final class RectificationAnswer {
  private final Controller controller;
  private final StoreNames names;
  private final ToldRecipients told;

  RectificationAnswer(Controller controller, StoreNames names, ToldRecipients told) {
    this.controller = controller;
    this.names = names;
    this.told = told;
  }

  /**
   * @throws CannotBeWritten if the particulars contradict what it came to
   */
  List<Block> content(Phrases say, NoticeRecord notice, RectifiedNotice rectified) {
    Completion completion = whatMayBeClaimed(rectified);
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(say.say("rectified.summary." + completion, controller.name())));
    blocks.addAll(done(say, rectified));
    blocks.addAll(lacking(say, rectified));
    if (completion == Completion.NOTHING_HELD) {
      blocks.add(new Paragraph(say.say("erasure.other")));
    } else if (completion != Completion.NOTHING_TO_RECTIFY) {
      blocks.addAll(told.content(say, rectified.getRecipients(), able(rectified)));
    }
    blocks.add(new Paragraph(say.say("reference", notice.getRequestId())));
    return blocks;
  }

  /** The summary and the particulars of one letter must not contradict each other. */
  private static Completion whatMayBeClaimed(RectifiedNotice rectified) {
    boolean done =
        rectified.getStores().stream()
            .anyMatch(store -> sum(store.getCorrected()) + sum(store.getSupplemented()) > 0);
    boolean lacking = rectified.getStores().stream().anyMatch(RectificationAnswer::isLacking);
    boolean contradicted =
        switch (rectified.getCompletion()) {
          case RECTIFIED -> !done || lacking;
          case RECTIFIED_IN_PART -> !lacking;
          case NOTHING_TO_RECTIFY, NOTHING_HELD -> done || lacking;
          case ERASED_IN_FULL,
              ERASED_IN_PART,
              COPY_PROVIDED,
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
              + rectified.getCompletion()
              + " but they contradict it");
    }
    return rectified.getCompletion();
  }

  private List<Block> done(Phrases say, RectifiedNotice rectified) {
    List<Block> stores =
        rectified.getStores().stream()
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
    if (rectified.getStores().stream().anyMatch(store -> sum(store.getSupplemented()) > 0)) {
      blocks.add(new Paragraph(say.say("rectified.supplementedMeans")));
    }
    return blocks;
  }

  /** For what a person vouched in the store's place there are no counts: it is said as it is. */
  private List<String> lines(Phrases say, StoreRectification store) {
    return Stream.of(
            counted(say, store, "rectified.corrected", store.getCorrected()),
            counted(say, store, "rectified.supplemented", store.getSupplemented()),
            store.getDecidedBy() == null
                ? Stream.<String>empty()
                : Stream.of(say.say("erasure.vouchedFor")))
        .flatMap(lines -> lines)
        .toList();
  }

  private Stream<String> counted(
      Phrases say, StoreRectification store, String phrase, List<CollectionCount> counts) {
    return counts.stream()
        .filter(count -> count.getRecords() > 0)
        .map(
            count ->
                say.say(
                    "erasure.line",
                    names.of(say, store.getParticipant(), count.getCollection()),
                    say.say(phrase, count.getRecords())));
  }

  private List<Block> lacking(Phrases say, RectifiedNotice rectified) {
    List<String> stores =
        rectified.getStores().stream()
            .filter(RectificationAnswer::isLacking)
            .map(store -> names.of(say, store.getParticipant()))
            .toList();
    return stores.isEmpty()
        ? List.of()
        : List.of(
            new Heading(say.say("rectified.lacking")),
            new Enumeration("", stores),
            new Paragraph(say.say("rectified.lacking.next", controller.contact())));
  }

  /** A store that holds something, or may, and cannot change it. */
  private static boolean isLacking(StoreRectification store) {
    return store.getWithout() != null
        && (store.getWithout() == Action.LOCATE || sum(store.getLocated()) > 0);
  }

  private static long sum(List<CollectionCount> counts) {
    return counts.stream().mapToLong(CollectionCount::getRecords).sum();
  }

  /** Those who did what was asked. */
  private static List<String> able(RectifiedNotice rectified) {
    return rectified.getStores().stream()
        .filter(store -> store.getWithout() == null)
        .map(StoreRectification::getParticipant)
        .toList();
  }
}
