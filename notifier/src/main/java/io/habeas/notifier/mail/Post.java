package io.habeas.notifier.mail;

/** Sends letters. */
@FunctionalInterface
public interface Post {

  /**
   * Sends a letter, once per call. Blocks as long as the server's timeouts allow. Not idempotent:
   * called twice, two letters leave, with the same Message-ID.
   */
  Posting send(Mail mail);
}
