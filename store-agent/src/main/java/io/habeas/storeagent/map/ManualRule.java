package io.habeas.storeagent.map;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Who looks after a collection by hand, and how ({@code habeas.manual}).
 *
 * @param team who, a code
 * @param instructions what to do, by language (BCP 47); at least one
 * @param runbook where more is said; empty for nowhere
 */
public record ManualRule(
    String team, Map<String, String> instructions, Optional<URI> runbook, Location at) {
  public ManualRule {
    instructions = Map.copyOf(instructions);
  }

  /** In the reader's language if there are instructions in it, otherwise in English or any. */
  public String instructions(Locale reader) {
    return Optional.ofNullable(instructions.get(reader.toLanguageTag()))
        .or(() -> Optional.ofNullable(instructions.get(reader.getLanguage())))
        .or(() -> Optional.ofNullable(instructions.get("en")))
        .orElseGet(() -> instructions.values().iterator().next());
  }
}
