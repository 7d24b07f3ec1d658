package io.habeas.storeagent.mask;

import java.util.OptionalInt;

/** Cuts text down to what a field holds. */
public final class Cut {
  private Cut() {}

  /**
   * As much of {@code value} as fits.
   *
   * @param length in characters (code points); empty for any
   */
  public static String to(OptionalInt length, String value) {
    return length.isEmpty() || value.codePointCount(0, value.length()) <= length.getAsInt()
        ? value
        : value.substring(0, value.offsetByCodePoints(0, length.getAsInt()));
  }
}
