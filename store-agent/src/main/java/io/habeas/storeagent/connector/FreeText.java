package io.habeas.storeagent.connector;

import io.habeas.participant.Identifiers;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Identifiers of a person within text that people wrote. Short ones, the number of an account say,
 * stand in many texts that have nothing to do with anybody, so they are not looked for.
 */
public final class FreeText {
  /** Shorter ones prove nothing. */
  private static final int SHORTEST = 6;

  /** Longer ones are none, and stores refuse long patterns. */
  private static final int LONGEST = 1_000;

  private FreeText() {}

  /** The values that are looked for, of every type, as they are; maybe none. */
  public static List<String> sought(Identifiers identifiers) {
    return identifiers.types().stream()
        .sorted()
        .flatMap(type -> identifiers.of(type).stream())
        .map(String::strip)
        .filter(value -> value.length() >= SHORTEST && value.length() <= LONGEST)
        .filter(value -> value.indexOf('\0') < 0)
        .distinct()
        .toList();
  }

  /**
   * Finds {@code value} in text whatever its case, but not as a part of something longer: {@code
   * ada@example.com} is not in {@code jada@example.com}. Understood by PCRE too.
   */
  public static Pattern pattern(String value) {
    return Pattern.compile(
        "(?<![A-Za-z0-9])" + Pattern.quote(value) + "(?![A-Za-z0-9])",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
