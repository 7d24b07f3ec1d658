package io.habeas.notifier.letter;

import io.habeas.chassis.controller.Controller;
import io.habeas.notifier.letter.Letter.Block;
import io.habeas.notifier.letter.Letter.Enumeration;
import io.habeas.notifier.letter.Letter.Heading;
import io.habeas.notifier.letter.Letter.Paragraph;
import java.util.ArrayList;
import java.util.List;

/** What a person is told about recipients of their data (Art. 19): who is told, and how. */
final class ToldRecipients {
  private final Controller controller;
  private final StoreNames names;

  ToldRecipients(Controller controller, StoreNames names) {
    this.controller = controller;
    this.names = names;
  }

  /**
   * Nothing where there are none.
   *
   * @param recipients codes of those that are told by letter
   * @param stores the participants that did what was asked; who processes data for the controller
   *     is among them
   */
  List<Block> content(Phrases say, List<String> recipients, List<String> stores) {
    List<String> processors =
        controller.participants().stream()
            .filter(Controller.Participant::processor)
            .map(Controller.Participant::name)
            .filter(stores::contains)
            .map(processor -> names.of(say, processor))
            .toList();
    if (recipients.isEmpty() && processors.isEmpty()) {
      return List.of();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Heading(say.say("told.heading")));
    if (!recipients.isEmpty()) {
      blocks.add(
          new Enumeration(
              say.say("told.recipients"),
              recipients.stream().map(recipient -> nameOf(say, recipient)).toList()));
    }
    if (!processors.isEmpty()) {
      blocks.add(new Enumeration(say.say("told.processors"), processors));
    }
    blocks.add(new Paragraph(say.say("told.status")));
    return blocks;
  }

  /** Its code where the controller does not know it any more. */
  String nameOf(Phrases say, String recipient) {
    return controller
        .recipient(recipient)
        .map(approved -> say.label(approved.label(), recipient))
        .orElse(recipient);
  }
}
