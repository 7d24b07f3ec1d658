package io.habeas.verifier.vault;

import io.habeas.schemas.directives.NormalForm;
import java.util.regex.Pattern;

/**
 * One identifier of a person in the only form in which it is kept, compared, mailed to and granted.
 *
 * <p>The code is mailed to the <em>{@linkplain NormalForm normalised}</em> address, so that what is
 * proven is exactly what is granted (L11), also where lower-casing maps a foreign look-alike letter
 * to an ASCII one.
 *
 * @param type a code such as {@code email}
 * @param value normalised
 */
public record Identifier(String type, String value) {
  /** The only type that can be proven at present. */
  public static final String EMAIL = NormalForm.EMAIL;

  private static final int MAX_LENGTH = 320;
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9._:-]{1,96}");
  private static final Pattern ADDRESS =
      Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}]{1,255}");

  /**
   * Normalises an identifier.
   *
   * @throws IllegalArgumentException if it cannot be one; the message does not quote it
   */
  public static Identifier of(String type, String raw) {
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException("Expected an identifier type but got no code");
    }
    String value = NormalForm.of(type, raw);
    if (type.equals(EMAIL) && !ADDRESS.matcher(value).matches()) {
      throw new IllegalArgumentException("Expected an e-mail address but got something else");
    }
    if (value.isEmpty()
        || value.length() > MAX_LENGTH
        || value.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "Expected 1 to " + MAX_LENGTH + " printable characters but got something else");
    }
    return new Identifier(type, value);
  }

  /** The type alone: a value must not reach a log by accident. */
  @Override
  public String toString() {
    return type + ":***";
  }
}
