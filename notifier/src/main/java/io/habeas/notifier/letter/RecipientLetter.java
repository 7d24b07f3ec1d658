package io.habeas.notifier.letter;

import io.habeas.chassis.controller.Controller;
import io.habeas.notifier.letter.Letter.Block;
import io.habeas.notifier.letter.Letter.Enumeration;
import io.habeas.notifier.letter.Letter.Heading;
import io.habeas.notifier.letter.Letter.Paragraph;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RecipientNotToldNotice;
import io.habeas.schemas.avro.RecipientNotice;
import java.util.ArrayList;
import java.util.List;

/**
 * What recipients are told (Art. 19, L22), by what was agreed on with them and nothing else; and
 * what the data protection officer is told where one cannot be.
 */
final class RecipientLetter {
  private static final String EMAIL = "email";

  private final Controller controller;
  private final ToldRecipients told;

  RecipientLetter(Controller controller, ToldRecipients told) {
    this.controller = controller;
    this.told = told;
  }

  /**
   * @throws CannotBeWritten if it would not say who the person is, or what was corrected
   */
  Letter write(Phrases say, NoticeRecord notice, RecipientNotice recipient, Enclosed enclosed) {
    if (!(enclosed instanceof Enclosed.AboutPerson about) || about.identifiers().isEmpty()) {
      throw new CannotBeWritten("Expected of whom a recipient is told but got nothing");
    }
    boolean corrected = !about.corrections().isEmpty() || about.statement() != null;
    if (corrected != (recipient.getMatter() == RecipientMatter.RECTIFICATION)) {
      throw new CannotBeWritten("Expected what was corrected with a rectification alone");
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(say.say("greeting")));
    blocks.add(new Paragraph(say.say("recipient.did." + recipient.getMatter(), controller.name())));
    blocks.add(new Heading(say.say("recipient.person")));
    blocks.add(
        new Enumeration(
            "",
            about.identifiers().stream()
                .map(
                    one ->
                        say.say(
                            "recipient.identifier",
                            one.type().equals(EMAIL)
                                ? say.say("recipient.identifier.email")
                                : one.type(),
                            one.value()))
                .toList()));
    blocks.addAll(corrections(say, about));
    blocks.add(new Paragraph(say.say("recipient.why")));
    blocks.add(new Paragraph(say.say("recipient.please." + recipient.getMatter())));
    blocks.add(new Paragraph(say.say("recipient.only")));
    blocks.add(new Paragraph(say.say("reference", notice.getRequestId())));
    blocks.add(new Paragraph(say.say("signature", controller.name())));
    blocks.add(new Paragraph(say.say("automatic", controller.contact())));
    return new Letter(
        say.locale(),
        say.say("recipient.subject." + recipient.getMatter(), controller.name()),
        blocks);
  }

  private static List<Block> corrections(Phrases say, Enclosed.AboutPerson about) {
    List<Block> blocks = new ArrayList<>();
    if (!about.corrections().isEmpty()) {
      blocks.add(new Heading(say.say("recipient.corrected")));
      blocks.add(
          new Enumeration(
              "",
              about.corrections().entrySet().stream()
                  .map(one -> say.say("recipient.identifier", one.getKey(), one.getValue()))
                  .toList()));
    }
    if (about.statement() != null) {
      blocks.add(new Heading(say.say("recipient.statement")));
      about
          .statement()
          .lines()
          .filter(line -> !line.isBlank())
          .forEach(line -> blocks.add(new Paragraph(line.strip())));
    }
    return blocks;
  }

  /** To the controller itself: it says nothing of the person but that they asked. */
  Letter notTold(Phrases say, NoticeRecord notice, RecipientNotToldNotice notTold) {
    return new Letter(
        say.locale(),
        say.say("recipientNotTold.subject"),
        List.of(
            new Paragraph(say.say("recipientNotTold.summary")),
            new Enumeration(
                "",
                List.of(
                    say.say("receipt.reference", notice.getRequestId()),
                    say.say("recipientNotTold.recipient", told.nameOf(say, notTold.getRecipient())),
                    say.say(
                        "recipientNotTold.matter",
                        say.say("recipientNotTold.matter." + notTold.getMatter())),
                    say.say("recipientNotTold.reason." + notTold.getReason()))),
            new Paragraph(say.say("recipientNotTold.look")),
            new Paragraph(say.say("automatic", controller.contact()))));
  }
}
