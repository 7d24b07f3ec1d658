package io.habeas.notifier.mail;

import java.util.Locale;

/**
 * One e-mail, ready to go. Holds personal data: never logged.
 *
 * @param messageId what the header {@code Message-ID} says between its angle brackets (RFC 5322
 *     section 3.6.4); the same whenever the same letter is sent again, so that a receiver can drop
 *     the double
 * @param to the recipient's address, as the vault gave it
 */
public record Mail(
    String messageId, String to, Locale language, String subject, String text, String html) {

  @Override
  public String toString() {
    return "Mail[" + messageId + "]";
  }
}
