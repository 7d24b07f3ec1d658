package io.habeas.storeagent.mask;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the country in a postal address. */
public final class Countries {
  private static final Pattern LINES = Pattern.compile("[\\r\\n,;]+");
  private static final Pattern ARTICLE = Pattern.compile("^the ", Pattern.CASE_INSENSITIVE);
  private static final Set<String> CODES =
      Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

  /** Languages of the European Economic Area, in which its people write addresses. */
  private static final List<String> LANGUAGES =
      List.of(
          "en", "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "ga", "hr", "hu", "is", "it",
          "lt", "lv", "mt", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sv");

  private Countries() {}

  /**
   * The country at the end of {@code address}, as its ISO 3166 code of two letters; empty where
   * none can be made out there.
   *
   * @param address lines, or parts between commas or semicolons; the country is the last, in full
   *     or as a code of two letters in upper case
   */
  public static Optional<String> in(String address) {
    List<String> parts =
        LINES.splitAsStream(address).map(String::strip).filter(part -> !part.isEmpty()).toList();
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    String last = ARTICLE.matcher(parts.getLast()).replaceFirst("");
    return CODES.contains(last)
        ? Optional.of(last)
        : Optional.ofNullable(Names.BY_NAME.get(last.toLowerCase(Locale.ROOT)));
  }

  /** Made when first needed: thousands of names. */
  private static final class Names {
    static final Map<String, String> BY_NAME = read();

    private static Map<String, String> read() {
      Map<String, String> byName = new HashMap<>();
      for (String language : LANGUAGES) {
        Locale reader = Locale.of(language);
        for (String code : CODES) {
          String name = Locale.of("", code).getDisplayCountry(reader);
          byName.putIfAbsent(name.toLowerCase(reader), code);
          byName.putIfAbsent(name.toLowerCase(Locale.ROOT), code);
        }
      }
      return Map.copyOf(byName);
    }
  }
}
