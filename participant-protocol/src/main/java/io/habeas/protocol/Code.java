package io.habeas.protocol;

/**
 * What may travel in a topic where a text is needed: {@code [A-Za-z0-9._:-]{1,96}}. Free text and
 * direct identifiers of a person do not fit.
 */
public final class Code {
  private static final int LONGEST = 96;

  private Code() {}

  /** Whether {@code text} is a code. */
  public static boolean isCode(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!letterOrDigit && c != '.' && c != '_' && c != ':' && c != '-') {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns {@code text} if it is a code.
   *
   * @param what the name of the value, for the error; the value itself is never quoted, because one
   *     that is no code may be personal data
   * @throws IllegalArgumentException if it is not
   */
  public static String require(String text, String what) {
    if (!isCode(text)) {
      throw new IllegalArgumentException(
          "Expected %s of 1 to 96 characters out of [A-Za-z0-9._:-] but got something else"
              .formatted(what));
    }
    return text;
  }
}
