package io.habeas.storeagent.search;

import java.util.Locale;

/** Whether an identifier is mentioned in running text. */
final class Mentions {
  /** What an identifier may itself have within. */
  private static final String JOINING = "._%+-@";

  private Mentions() {}

  /**
   * Whether {@code text} has {@code identifier} in it, in any case, and not as part of a longer
   * one.
   */
  static boolean in(String text, String identifier) {
    String folded = text.toLowerCase(Locale.ROOT);
    String wanted = identifier.strip().toLowerCase(Locale.ROOT);
    if (wanted.isEmpty()) {
      return false;
    }
    for (int at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
      if (!joins(folded, at - 1, -1) && !joins(folded, at + wanted.length(), 1)) {
        return true;
      }
    }
    return false;
  }

  /** A sign at the edge joins only if something follows it: a sentence may end with its point. */
  private static boolean joins(String text, int at, int direction) {
    if (at < 0 || at >= text.length()) {
      return false;
    }
    char next = text.charAt(at);
    if (Character.isLetterOrDigit(next)) {
      return true;
    }
    int beyond = at + direction;
    return JOINING.indexOf(next) >= 0
        && beyond >= 0
        && beyond < text.length()
        && Character.isLetterOrDigit(text.charAt(beyond));
  }
}
