package io.habeas.notifier.mail;

/** What the mail server made of a letter. */
public sealed interface Posting {

  /** It took responsibility for the letter (RFC 5321 section 4.2.5). */
  record Accepted() implements Posting {}

  /** It will never deliver to this address, or the address is none. */
  record AddressRefused() implements Posting {}

  /**
   * Not now: no connection, no login, a temporary answer, or a refusal that is not about the
   * address.
   *
   * @param cause a class name, for the operator; never a text, which could quote the address
   * @param replyCode the server's three digits, or -1 where it gave none
   */
  record Unavailable(String cause, int replyCode) implements Posting {}
}
