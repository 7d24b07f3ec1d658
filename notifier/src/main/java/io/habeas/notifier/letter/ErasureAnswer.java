package io.habeas.notifier.letter;

import io.habeas.chassis.controller.Controller;
import io.habeas.notifier.letter.Letter.Block;
import io.habeas.notifier.letter.Letter.Enumeration;
import io.habeas.notifier.letter.Letter.Heading;
import io.habeas.notifier.letter.Letter.Paragraph;
import io.habeas.schemas.avro.CollectionOutcome;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ConsentErasedNotice;
import io.habeas.schemas.avro.ErasureCompletedNotice;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.RetainedRecords;
import io.habeas.schemas.avro.StoreOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said of an erasure: of everything (Art. 17), or of what rested on a consent (L21). */
final class ErasureAnswer {
  private final Controller controller;
  private final StoreNames names;
  private final ToldRecipients told;

  ErasureAnswer(Controller controller, StoreNames names, ToldRecipients told) {
    this.controller = controller;
    this.names = names;
    this.told = told;
  }

  /** Tells a partial erasure as partial (L20) and nothing held as an answer (L15). */
  List<Block> content(Phrases say, NoticeRecord notice, ErasureCompletedNotice completed) {
    List<StoreOutcome> stores = completed.getStores();
    Completion completion = whatMayBeClaimed(completed.getCompletion(), stores);
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(say.say("erasure.summary." + completion, controller.name())));
    blocks.addAll(done(say, stores));
    blocks.addAll(kept(say, stores));
    if (completion == Completion.NOTHING_HELD) {
      blocks.add(new Paragraph(say.say("erasure.other")));
    } else {
      blocks.addAll(
          told.content(
              say,
              completed.getRecipients(),
              stores.stream().map(StoreOutcome::getParticipant).toList()));
    }
    blocks.add(new Paragraph(say.say("reference", notice.getRequestId())));
    return blocks;
  }

  /**
   * Tells that processing has stopped, and what became of what rested on that alone. That there was
   * nowhere to look is not told as if nothing had been found.
   */
  List<Block> content(Phrases say, NoticeRecord notice, ConsentErasedNotice erased) {
    List<StoreOutcome> stores = erased.getStores();
    Completion completion = whatMayBeClaimed(erased.getCompletion(), stores);
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(say.say("consent.stopped", controller.name())));
    blocks.add(new Enumeration("", purposes(say, erased.getPurposes())));
    blocks.add(
        new Paragraph(
            say.say(stores.isEmpty() ? "consent.nothingRests" : "consent.summary." + completion)));
    blocks.addAll(done(say, stores));
    blocks.addAll(kept(say, stores));
    blocks.addAll(
        told.content(
            say,
            erased.getRecipients(),
            stores.stream().map(StoreOutcome::getParticipant).toList()));
    blocks.add(new Paragraph(say.say("consent.other")));
    blocks.add(new Paragraph(say.say("reference", notice.getRequestId())));
    return blocks;
  }

  /** What the controller calls them, in the order of their codes. */
  List<String> purposes(Phrases say, List<String> codes) {
    return codes.stream()
        .sorted()
        .map(code -> say.label(controller.consents().get(code), code))
        .toList();
  }

  /** The summary and the particulars of one letter must not contradict each other. */
  private static Completion whatMayBeClaimed(Completion completion, List<StoreOutcome> stores) {
    boolean anyKept =
        stores.stream()
            .anyMatch(
                store ->
                    store.getRetained().stream().anyMatch(kept -> kept.getRecords() > 0)
                        || store.getCollections().stream().anyMatch(c -> c.getRetained() > 0));
    boolean anyGone =
        stores.stream()
            .flatMap(store -> store.getCollections().stream())
            .anyMatch(c -> c.getErased() > 0 || c.getAnonymised() > 0);
    boolean contradicted =
        switch (completion) {
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
          "Expected particulars that bear out " + completion + " but they contradict it");
    }
    return completion;
  }

  private List<Block> done(Phrases say, List<StoreOutcome> outcomes) {
    List<Block> stores =
        outcomes.stream()
            .map(store -> new Enumeration(names.of(say, store.getParticipant()), lines(say, store)))
            .filter(store -> !store.entries().isEmpty())
            .<Block>map(store -> store)
            .toList();
    if (stores.isEmpty()) {
      return List.of();
    }
    boolean anonymised =
        outcomes.stream()
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
        .collect(Collectors.joining(", "));
  }

  private static Stream<String> count(Phrases say, String phrase, long records) {
    return records > 0 ? Stream.of(say.say(phrase, records)) : Stream.empty();
  }

  private List<Block> kept(Phrases say, List<StoreOutcome> stores) {
    List<Block> blocks = new ArrayList<>();
    for (StoreOutcome store : stores) {
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
}
