package io.habeas.notifier.letter;

import io.habeas.notifier.letter.Letter.Block;
import io.habeas.notifier.letter.Letter.Heading;
import io.habeas.notifier.letter.Letter.Paragraph;
import io.habeas.schemas.avro.NoticeRecord;
import io.habeas.schemas.avro.RefusedNotice;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.WithdrawalTooLateNotice;
import io.habeas.schemas.avro.WithdrawnNotice;
import java.util.ArrayList;
import java.util.List;

/**
 * What is said where a request ends before it is carried out: because its maker wanted it back, or
 * because it is refused (Art. 12(4)); and where it no more can.
 */
final class EarlyEnd {
  private final String controller;

  /**
   * @param controller whose letters these are
   */
  EarlyEnd(String controller) {
    this.controller = controller;
  }

  List<Block> withdrawn(Phrases say, NoticeRecord notice, WithdrawnNotice withdrawn) {
    return List.of(
        new Paragraph(
            say.say("withdrawn.summary", controller, say.say(whatEnds(withdrawn.getRight())))),
        new Paragraph(say.say("withdrawn.undone." + withdrawn.getRight())),
        new Paragraph(say.say("withdrawn.again")),
        reference(say, notice));
  }

  List<Block> tooLate(Phrases say, NoticeRecord notice, WithdrawalTooLateNotice tooLate) {
    return List.of(
        new Paragraph(say.say("withdrawalTooLate.summary", say.say(whatEnds(tooLate.getRight())))),
        new Paragraph(say.say("withdrawalTooLate.why." + tooLate.getRight())),
        new Paragraph(say.say("withdrawalTooLate.next")),
        reference(say, notice));
  }

  /**
   * L12: with the ground and the controller's own reasons; how to complain and to go to court
   * stands at the end of every letter.
   *
   * @throws CannotBeWritten without the reasons
   */
  List<Block> refused(Phrases say, NoticeRecord notice, RefusedNotice refused, Enclosed enclosed) {
    List<Block> reasons = reasons(say, enclosed);
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            say.say("refused.summary", controller, say.say("right." + refused.getRight()))));
    blocks.add(new Paragraph(say.say("refused.ground", say.say("refusal." + refused.getGround()))));
    blocks.addAll(reasons);
    blocks.add(new Paragraph(say.say("refused.undone." + refused.getRight())));
    blocks.add(reference(say, notice));
    return blocks;
  }

  /**
   * The controller's own reasons.
   *
   * @throws CannotBeWritten if there are none
   */
  static List<Block> reasons(Phrases say, Enclosed enclosed) {
    if (!(enclosed instanceof Enclosed.Reasons reasons) || reasons.words().isBlank()) {
      throw new CannotBeWritten("Expected reasons from the vault but got none");
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Heading(say.say("refused.reasons")));
    reasons
        .words()
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> blocks.add(new Paragraph(line.strip())));
    return blocks;
  }

  /** The phrase that says what the letter is about. */
  static String subject(WithdrawnNotice withdrawn) {
    return withdrawn.getRight() == Right.CONSENT_WITHDRAWAL
        ? "consent.notErased.subject"
        : "withdrawn.subject";
  }

  /** What stopped because consent was withdrawn does not begin again: only the rest can end. */
  private static String whatEnds(Right right) {
    return right == Right.CONSENT_WITHDRAWAL ? "consent.erasure" : "right." + right;
  }

  private static Paragraph reference(Phrases say, NoticeRecord notice) {
    return new Paragraph(say.say("reference", notice.getRequestId()));
  }
}
