package io.habeas.notifier.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may stand in a header as the one recipient of a letter. */
final class Addresses {
  /** Longest forward path of SMTP without its brackets (RFC 5321 section 4.5.3.1.3). */
  private static final int LONGEST = 254;

  /**
   * One bare mailbox: nothing that could end a header line, add a second recipient, a comment or a
   * route. Local parts outside ASCII would need SMTPUTF8 (RFC 6531), which is not spoken here.
   */
  private static final Pattern LOCAL_PART =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}");

  private Addresses() {}

  /**
   * The address in the form in which it travels, an international domain in its ASCII form.
   *
   * @return empty if {@code text} is not exactly one bare address
   */
  static Optional<InternetAddress> parse(String text) {
    int at = text.lastIndexOf('@');
    if (at < 1 || !LOCAL_PART.matcher(text.substring(0, at)).matches()) {
      return Optional.empty();
    }
    try {
      String domain = IDN.toASCII(text.substring(at + 1), IDN.USE_STD3_ASCII_RULES);
      String whole = text.substring(0, at + 1) + domain;
      if (domain.isEmpty() || whole.length() > LONGEST) {
        return Optional.empty();
      }
      InternetAddress address = new InternetAddress(whole, true);
      address.validate();
      return Optional.of(address);
    } catch (AddressException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
