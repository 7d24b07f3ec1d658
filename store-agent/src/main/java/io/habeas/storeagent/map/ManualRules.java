package io.habeas.storeagent.map;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  private final List<MapError> errors = new ArrayList<>();

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
    var rules = new ManualRules();
    Map<String, ManualRule> found = new TreeMap<>();
    var map = new YamlNode(file, root, rules.errors);
    for (YamlNode each : items(map, "dataset")) {
      if (text(each, "fides_key").filter(dataset::equals).isPresent()) {
        for (YamlNode collection : items(each, "collections")) {
          get(collection, "habeas")
              .flatMap(habeas -> get(habeas, "manual"))
              .flatMap(rules::rule)
              .ifPresent(rule -> text(collection, "name").ifPresent(name -> found.put(name, rule)));
        }
      }
    }
    if (!rules.errors.isEmpty()) {
      throw new InvalidMap(rules.errors);
    }
    return found;
  }

  private Optional<ManualRule> rule(YamlNode node) {
    node.allowOnly(Set.of("team", "instructions", "runbook"), "manual");
    Optional<String> team = text(node, "team");
    if (team.filter(TEAM.asMatchPredicate()).isEmpty()) {
      node.error("Expected manual to have a team in lower case with hyphens but it has none");
      return Optional.empty();
    }
    Map<String, String> instructions = new TreeMap<>();
    get(node, "instructions")
        .ifPresent(
            said ->
                said.entries("instructions")
                    .forEach(
                        (language, text) ->
                            text.text("instructions")
                                .filter(words -> !words.isBlank())
                                .ifPresent(words -> instructions.put(language, words.strip()))));
    if (instructions.isEmpty()) {
      node.error(
          "Expected manual to have instructions by language, {en: ...} say, but it has none");
      return Optional.empty();
    }
    return Optional.of(
        new ManualRule(
            team.get(), instructions, get(node, "runbook").flatMap(ManualRules::link), node.at()));
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

  private static List<YamlNode> items(YamlNode node, String key) {
    return get(node, key).map(list -> list.items(key)).orElse(List.of());
  }

  private static Optional<String> text(YamlNode node, String key) {
    return get(node, key).flatMap(value -> value.text(key));
  }

  private static Optional<YamlNode> get(YamlNode node, String key) {
    return Optional.ofNullable(node.entries(key).get(key));
  }
}
