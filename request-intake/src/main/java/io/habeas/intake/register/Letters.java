package io.habeas.intake.register;

import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.Right;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The ids of the letters that the register has sent. They follow from the request, so that the same
 * letter asked for twice is one letter.
 */
public final class Letters {

  private Letters() {}

  /** The letter that says the request is being worked on. */
  public static UUID receipt(UUID requestId) {
    return id("receipt", requestId);
  }

  /** The letter that answers the request. */
  public static UUID answer(Right right, UUID requestId) {
    return switch (right) {
      case ERASURE -> id("erasure-completed", requestId);
      case ACCESS -> id("access-answered", requestId);
      case RECTIFICATION -> id("rectified", requestId);
      case RESTRICTION, OBJECTION -> id("restricted", requestId);
      case MARKETING_OBJECTION, CONSENT_WITHDRAWAL -> id("processing-stopped", requestId);
    };
  }

  /** The letter that says the request ended as the person wished. */
  public static UUID withdrawn(UUID requestId) {
    return id("withdrawn", requestId);
  }

  /** The letter that says the withdrawal came too late. */
  public static UUID withdrawalTooLate(UUID requestId) {
    return id("withdrawal-too-late", requestId);
  }

  /** The letter that says the request is refused. */
  public static UUID refused(UUID requestId) {
    return id("refused", requestId);
  }

  /** The letter to the data protection officer that says the request is due soon. */
  public static UUID dueSoon(UUID requestId) {
    return id("due-soon", requestId);
  }

  /** The letter that says the restriction ends. */
  public static UUID restrictionEnds(UUID requestId) {
    return id("restriction-ends", requestId);
  }

  /** The letter that says the objection prevails. */
  public static UUID objectionUpheld(UUID requestId) {
    return id("objection-upheld", requestId);
  }

  /** The letter that tells a recipient (Art. 19). */
  public static UUID recipient(UUID requestId, RecipientMatter matter, String recipient) {
    return id("recipient:" + matter + ":" + recipient, requestId);
  }

  /**
   * The letter to the data protection officer that says a recipient could not be told.
   *
   * @param noticeId the letter that could not leave
   */
  public static UUID recipientNotTold(UUID noticeId) {
    return id("recipient-not-told", noticeId);
  }

  private static UUID id(String letter, UUID requestId) {
    return UUID.nameUUIDFromBytes((letter + ":" + requestId).getBytes(StandardCharsets.UTF_8));
  }
}
