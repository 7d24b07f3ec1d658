package io.habeas.storeagent.map;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;

/** Reads what a map says of collections that people look after: {@code habeas.manual} of each. */
public final class ManualRules {
  private static final int LARGEST_FILE = 16 * 1024 * 1024;
  private static final Pattern TEAM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private ManualRules() {}

  /**
   * The rules of one dataset, by the name of their collection.
   *
   * @param file a map that was read already, so it is known to be one
   * @throws InvalidMap with every error found, each with its line
   */
  public static Map<String, ManualRule> read(Path file, String dataset) {
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(String.valueOf(file.getFileName()), reader, dataset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same.
   *
   * @param file its name in errors
   */
  public static Map<String, ManualRule> read(String file, Reader reader, String dataset) {
    var limits = new LoaderOptions();
    limits.setCodePointLimit(LARGEST_FILE);
    Node root = new Yaml(limits).compose(reader);
    var findings = new Findings();
    Map<String, ManualRule> found = new TreeMap<>();
    var map = new Entries(new YamlNode(file, root, findings), "the data map");
    for (Entries each : items(map, "dataset")) {
      if (each.text("fides_key").filter(dataset::equals).isPresent()) {
        for (Entries collection : items(each, "collections")) {
          collection
              .inner("habeas")
              .flatMap(habeas -> habeas.inner("manual"))
              .flatMap(ManualRules::rule)
              .ifPresent(rule -> collection.text("name").ifPresent(name -> found.put(name, rule)));
        }
      }
    }
    findings.failOnErrors();
    return found;
  }

  private static Optional<ManualRule> rule(Entries said) {
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
    Optional<URI> runbook = said.get("runbook").flatMap(ManualRules::link);
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

  private static List<Entries> items(Entries entries, String key) {
    return entries
        .get(key)
        .map(list -> list.items(key).stream().map(item -> new Entries(item, key)).toList())
        .orElse(List.of());
  }
}
