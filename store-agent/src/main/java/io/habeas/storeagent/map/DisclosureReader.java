package io.habeas.storeagent.map;

import io.habeas.participant.Withheld;
import io.habeas.storeagent.map.DataMap.Disclosure;
import io.habeas.storeagent.map.DataMap.Portability;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what a copy tells of a collection or field, and what it withholds. */
final class DisclosureReader {
  private static final Set<String> YES = Set.of("true", "yes", "on");
  private static final Set<String> NO = Set.of("false", "no", "off");

  private DisclosureReader() {}

  static Disclosure read(Entries rules) {
    return new Disclosure(
        rules.constant(Portability.class, "portability"),
        rules.text("third-party").flatMap(DisclosureReader::reason),
        rules.text("source"));
  }

  /** {@code true}, or a reason in the controller's own words. */
  private static Optional<String> reason(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    return NO.contains(word) || text.isBlank()
        ? Optional.empty()
        : Optional.of(YES.contains(word) ? Withheld.OTHER_PEOPLE : text);
  }
}
