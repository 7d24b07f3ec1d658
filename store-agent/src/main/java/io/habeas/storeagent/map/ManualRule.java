package io.habeas.storeagent.map;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Who looks after a collection by hand, and how ({@code habeas.manual}).
 *
 * @param team who, a code
 * @param instructions what to do, by language (BCP 47); at least one
 * @param runbook where more is said; empty for nowhere
 */
public record ManualRule(
    String team, Map<String, String> instructions, Optional<URI> runbook, Location at) {
  private static final Pattern TEAM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

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

  /** Reads the rule; what is wrong with it is written into the errors of its lines. */
  static Optional<ManualRule> read(Entries said) {
    said.allowOnly(Set.of("team", "instructions", "runbook"));
    Optional<String> team = said.required("team");
    if (team.isPresent() && !TEAM.matcher(team.get()).matches()) {
      said.node().error("Expected team to be in lower case with hyphens but it is not");
    }
    Map<String, String> instructions = new TreeMap<>();
    said.get("instructions")
        .map(node -> node.entries("instructions"))
        .orElseGet(Map::of)
        .forEach(
            (language, text) ->
                text.text("instructions")
                    .filter(words -> !words.isBlank())
                    .ifPresent(words -> instructions.put(language, words.strip())));
    if (instructions.isEmpty()) {
      said.node()
          .error("Expected manual to have instructions by language, {en: ...} say, but has none");
    }
    Optional<URI> runbook = said.get("runbook").flatMap(ManualRule::link);
    return team.isPresent() && !instructions.isEmpty()
        ? Optional.of(new ManualRule(team.get(), instructions, runbook, said.node().at()))
        : Optional.empty();
  }

  private static Optional<URI> link(YamlNode node) {
    Optional<String> text = node.text("runbook");
    try {
      if (text.isPresent()) {
        URI uri = new URI(text.get());
        if ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) {
          return Optional.of(uri);
        }
      }
    } catch (URISyntaxException e) {
      // Said below, with the line.
    }
    node.error("Expected runbook to be the address of a page but it is not");
    return Optional.empty();
  }
}
