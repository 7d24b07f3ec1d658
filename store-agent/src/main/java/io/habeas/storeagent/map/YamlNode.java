package io.habeas.storeagent.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A node of the file that knows its line, read leniently: what does not fit is written into the
 * list of findings, and the reading goes on.
 */
final class YamlNode {
  private static final Set<String> YES = Set.of("true", "yes", "on");
  private static final Set<String> NO = Set.of("false", "no", "off");

  private final String file;
  private final Node node;
  private final Findings findings;

  YamlNode(String file, Node node, Findings findings) {
    this.file = file;
    this.node = node;
    this.findings = findings;
  }

  Location at() {
    return new Location(file, node.getStartMark().getLine() + 1);
  }

  void error(String message) {
    findings.error(at(), message);
  }

  /** The same about another place of the same map. */
  void errorAt(Location at, String message) {
    findings.error(at, message);
  }

  void warningAt(Location at, String message) {
    findings.warning(at, message);
  }

  void warning(String message) {
    findings.warning(at(), message);
  }

  /** Whether nothing is said, which YAML calls null. */
  boolean isNull() {
    return node.getTag().equals(Tag.NULL);
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  boolean isScalar() {
    return node instanceof ScalarNode;
  }

  /** The entries of a mapping; none of anything else, which is an error unless it is null. */
  Map<String, YamlNode> entries(String what) {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          var value = new YamlNode(file, tuple.getValueNode(), findings);
          if (entries.put(key.getValue(), value) != null) {
            value.error(
                "Expected %s to say %s once but it is there twice".formatted(what, key.getValue()));
          }
        }
      }
    } else if (!isNull()) {
      error("Expected %s to be a mapping but it is not".formatted(what));
    }
    return entries;
  }

  /** The items of a sequence; none of anything else, which is an error unless it is null. */
  List<YamlNode> items(String what) {
    List<YamlNode> items = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> items.add(new YamlNode(file, item, findings)));
    } else if (!isNull()) {
      error("Expected %s to be a list but it is not".formatted(what));
    }
    return items;
  }

  /** The texts of a list of scalars; those that are none are errors. */
  List<String> texts(String what) {
    return items(what).stream().flatMap(item -> item.text(what).stream()).toList();
  }

  /** The text of a scalar as it is written, even where YAML would call it null. */
  Optional<String> text(String what) {
    if (node instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue());
    }
    error("Expected %s to be a single value but it is not".formatted(what));
    return Optional.empty();
  }

  boolean flag(String what) {
    Optional<String> text = text(what).map(value -> value.toLowerCase(Locale.ROOT));
    if (text.isPresent() && !YES.contains(text.get()) && !NO.contains(text.get())) {
      error("Expected %s to be true or false but it is neither".formatted(what));
    }
    return text.filter(YES::contains).isPresent();
  }

  /** One of the names of {@code type}, written in lower case with hyphens, or as in Java. */
  <E extends Enum<E>> Optional<E> constant(Class<E> type, String what) {
    Set<String> known = new TreeSet<>();
    for (E candidate : type.getEnumConstants()) {
      known.add(candidate.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return constant(type, what, "one of " + known);
  }

  /**
   * The same.
   *
   * @param known what is expected, for the error
   */
  <E extends Enum<E>> Optional<E> constant(Class<E> type, String what, String known) {
    Optional<String> text = text(what);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String wanted = text.get().toUpperCase(Locale.ROOT).replace('-', '_');
    for (E candidate : type.getEnumConstants()) {
      if (candidate.name().equals(wanted)) {
        return Optional.of(candidate);
      }
    }
    error("Expected %s to be %s but it is %s".formatted(what, known, text.get()));
    return Optional.empty();
  }

  /** One of {@code all}, in any case and number, since both changed between versions of Fides. */
  <E extends DataSystem.Phrase> Optional<E> phrase(E[] all, String what) {
    Optional<String> text = text(what);
    Optional<E> found =
        text.flatMap(
            written ->
                Arrays.stream(all)
                    .filter(one -> bare(one.phrase()).equals(bare(written)))
                    .findFirst());
    if (text.isPresent() && found.isEmpty()) {
      error(
          "Expected %s to be one of %s but it is %s"
              .formatted(
                  what, Arrays.stream(all).map(DataSystem.Phrase::phrase).toList(), text.get()));
    }
    return found;
  }

  private static String bare(String phrase) {
    String lower = phrase.strip().toLowerCase(Locale.ROOT);
    return lower.endsWith("s") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** Points to every entry that is passed over and is not known to be one that can be. */
  void passOver(Set<String> known, String what) {
    entries(what)
        .forEach(
            (key, value) -> {
              if (!known.contains(key)) {
                value.warning(
                    "Expected keys of fideslang in %s but found %s, which is passed over"
                        .formatted(what, key));
              }
            });
  }

  /** Complains about every entry that is not known: here a typing error would cost a right. */
  void allowOnly(Set<String> known, String what) {
    entries(what)
        .forEach(
            (key, value) -> {
              if (!known.contains(key)) {
                value.error(
                    "Expected only %s under %s but found %s"
                        .formatted(new TreeSet<>(known), what, key));
              }
            });
  }
}
