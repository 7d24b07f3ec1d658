package io.habeas.notifier.letter;

import io.habeas.chassis.controller.Controller;
import io.habeas.notifier.letter.Letter.Block;
import io.habeas.notifier.letter.Letter.Enumeration;
import io.habeas.notifier.letter.Letter.Heading;
import io.habeas.notifier.letter.Letter.Hyperlink;
import io.habeas.notifier.letter.Letter.Paragraph;
import io.habeas.schemas.avro.AccessAnsweredNotice;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.StoreExport;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The answer to a request for access (Art. 15): where the copy is to be fetched, what is in it, and
 * everything that Art. 15(1) and (2) want told beside it (L14). That nothing is held is an answer
 * too (L15).
 */
final class AccessAnswer {
  private static final int RIGHTS = 6;

  private final Controller controller;
  private final StoreNames names;
  private final URI packagePage;

  /**
   * @param packagePage where the link leads
   */
  AccessAnswer(Controller controller, URI packagePage) {
    this.controller = controller;
    this.names = new StoreNames(controller);
    this.packagePage = packagePage;
  }

  List<Block> content(
      Phrases say, NoticeRecord notice, AccessAnsweredNotice answered, Enclosed enclosed) {
    requireNoContradiction(answered);
    List<Block> blocks = new ArrayList<>();
    Completion completion = answered.getCompletion();
    blocks.add(new Paragraph(say.say("access.summary." + completion, controller.name())));
    if (completion == Completion.COPY_PROVIDED) {
      blocks.addAll(link(say, notice, enclosed));
      blocks.add(new Heading(say.say("access.content")));
      answered.getStores().forEach(store -> blocks.add(content(say, store)));
    } else {
      blocks.add(new Paragraph(say.say("erasure.other")));
    }
    blocks.addAll(information(say));
    blocks.add(new Paragraph(say.say("reference", notice.getRequestId())));
    return blocks;
  }

  /** The secret is behind the number sign, which no browser sends and so no server logs. */
  private List<Block> link(Phrases say, NoticeRecord notice, Enclosed enclosed) {
    if (!(enclosed instanceof Enclosed.Link link)) {
      throw new CannotBeWritten("Expected a link from the vault but got none");
    }
    String url = packagePage + "#" + notice.getRequestId() + "." + link.secret();
    return List.of(
        new Hyperlink(url),
        new Paragraph(say.say("access.link", say.time(link.expiresAt()))),
        new Paragraph(say.say("access.keep")));
  }

  private Enumeration content(Phrases say, StoreExport store) {
    List<String> lines =
        store.getCollections().stream()
            .filter(collection -> collection.getRecords() > 0)
            .map(
                collection ->
                    say.say(
                        "erasure.line",
                        names.of(say, store.getParticipant(), collection.getCollection()),
                        say.say("access.records", collection.getRecords())))
            .toList();
    return new Enumeration(
        names.of(say, store.getParticipant()),
        lines.isEmpty() ? List.of(say.say("access.nothing")) : lines);
  }

  private List<Block> information(Phrases say) {
    Controller.Information all = controller.information();
    return List.of(
        new Heading(say.say("access.information")),
        section(say, "purposes", all.purposes()),
        section(say, "categories", all.categories()),
        section(say, "recipients", all.recipients()),
        section(say, "retention", all.retention()),
        section(say, "sources", all.sources()),
        section(say, "automated", all.automatedDecisions()),
        section(say, "transfers", all.transfers()),
        new Enumeration(
            say.say("access.rights"),
            Stream.iterate(1, number -> number <= RIGHTS, number -> number + 1)
                .map(number -> say.say("access.right." + number))
                .toList()));
  }

  private static Enumeration section(Phrases say, String name, Map<String, List<String>> texts) {
    return new Enumeration(
        say.say("access." + name),
        say.texts(texts)
            .orElseThrow(
                () -> new CannotBeWritten("Expected " + name + " to be told but nothing is said")));
  }

  /** The summary and the particulars of one letter must not contradict each other. */
  private static void requireNoContradiction(AccessAnsweredNotice answered) {
    boolean held =
        answered.getStores().stream()
            .flatMap(store -> store.getCollections().stream())
            .anyMatch(collection -> collection.getRecords() > 0);
    boolean contradicted =
        switch (answered.getCompletion()) {
          case COPY_PROVIDED -> !held;
          case NOTHING_HELD -> held;
          case ERASED_IN_FULL,
              ERASED_IN_PART,
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
              + answered.getCompletion()
              + " but they contradict it");
    }
  }
}
