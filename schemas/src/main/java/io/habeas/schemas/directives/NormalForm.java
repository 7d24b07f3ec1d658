package io.habeas.schemas.directives;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The one form of an identifier in which it is compared, however it was written. Part of the
 * contract of {@code dsar.directives.<participant>}: what is normalised otherwise is not found.
 *
 * <p>Everything is in Unicode's normal form C, without white space around it. An e-mail address is
 * lower-cased as a whole: RFC 5321 section 2.4 lets a server tell {@code Ann@} from {@code ann@},
 * but none in use does, and people type both.
 */
public final class NormalForm {

  /** The type of e-mail addresses. */
  public static final String EMAIL = "email";

  private NormalForm() {}

  /**
   * Normalises the value of an identifier.
   *
   * @param type a code such as {@code email}
   * @param value as somebody wrote it; may be anything
   */
  public static String of(String type, String value) {
    String normal = Normalizer.normalize(value, Normalizer.Form.NFC).strip();
    return type.equals(EMAIL) ? normal.toLowerCase(Locale.ROOT) : normal;
  }
}
