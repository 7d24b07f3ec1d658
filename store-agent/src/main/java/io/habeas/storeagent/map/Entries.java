package io.habeas.storeagent.map;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The entries of a mapping. What is null there is taken as not said, since Fides writes out every
 * key it knows.
 */
final class Entries {
  private final YamlNode node;
  private final String what;
  private final Map<String, YamlNode> entries;

  /**
   * @param what the mapping, for errors
   */
  Entries(YamlNode node, String what) {
    this.node = node;
    this.what = what;
    this.entries = node.entries(what);
  }

  /** The mapping itself. */
  YamlNode node() {
    return node;
  }

  /** The entry {@code key}, even where it is null. */
  Optional<YamlNode> written(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  Optional<YamlNode> get(String key) {
    return written(key).filter(value -> !value.isNull());
  }

  /** The entries of the mapping {@code key}. */
  Optional<Entries> inner(String key) {
    return get(key).map(value -> new Entries(value, key + " of " + what));
  }

  Optional<String> text(String key) {
    return get(key).flatMap(value -> value.text(key));
  }

  boolean flag(String key) {
    return get(key).map(value -> value.flag(key)).orElse(false);
  }

  <E extends Enum<E>> Optional<E> constant(Class<E> type, String key) {
    return get(key).flatMap(value -> value.constant(type, key));
  }

  /** The text {@code key}; that there is none is an error. */
  Optional<String> required(String key) {
    Optional<String> text = text(key).filter(value -> !value.isBlank());
    if (text.isEmpty()) {
      node.error("Expected %s to have a %s but it has none".formatted(what, key));
    }
    return text;
  }

  Entries allowOnly(Set<String> known) {
    node.allowOnly(known, what);
    return this;
  }

  Entries passOver(Set<String> known) {
    node.passOver(known, what);
    return this;
  }
}
