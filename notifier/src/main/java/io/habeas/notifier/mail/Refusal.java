package io.habeas.notifier.mail;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a server's reply to RCPT says for good that the address takes no letters. Pure. Many a
 * 5xx there is about us rather than about the address; taking it for the address would give up
 * everybody's letters over one wrong setting of ours.
 */
final class Refusal {
  /** Authentication wanted or failed (RFC 4954), and a full mailbox (RFC 5321 4.5.3.1.10). */
  private static final Set<Integer> NOT_ABOUT_THE_ADDRESS =
      Set.of(500, 502, 503, 504, 521, 530, 534, 535, 538, 552);

  /** Enhanced status code (RFC 3463): class, subject, detail. */
  private static final Pattern ENHANCED =
      Pattern.compile("^\\s*5\\d\\d[ -]+5\\.(\\d{1,3})\\.(\\d{1,3})\\b");

  private Refusal() {}

  /**
   * @param code the three digits of the reply
   * @param reply the whole reply; null where it is not known
   */
  static boolean ofTheAddress(int code, @org.jspecify.annotations.Nullable String reply) {
    if (code < 500 || code > 599) {
      return false;
    }
    Matcher enhanced = ENHANCED.matcher(reply == null ? "" : reply);
    if (!enhanced.find()) {
      return !NOT_ABOUT_THE_ADDRESS.contains(code);
    }
    return switch (enhanced.group(1)) {
      // X.1: the address.
      case "1" -> true;
      // X.2: the mailbox; a full one empties.
      case "2" -> !enhanced.group(2).equals("2");
      // X.0 says nothing more than the three digits.
      case "0" -> !NOT_ABOUT_THE_ADDRESS.contains(code);
      // The system, the way there, the protocol, the content, policy: ours to put right.
      default -> false;
    };
  }
}
