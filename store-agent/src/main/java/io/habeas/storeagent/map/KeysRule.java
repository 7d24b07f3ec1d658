package io.habeas.storeagent.map;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which keys of a Redis database a collection is made of ({@code habeas.keys}). Names of identifier
 * types stand in braces, and a {@code *} for what is not known: {@code session:{account_id}:*}.
 *
 * @param pattern of the keys, as written
 * @param kind what is stored under them
 * @param member of keys that several people share, which fields of a hash, members of a set or
 *     sorted set, or elements of a list are a person's: a pattern too, as written; empty where a
 *     key is one person's
 */
public record KeysRule(String pattern, Kind kind, Optional<String> member, Location at)
    implements ObjectsRule {

  /** What is stored under a key. */
  public enum Kind {
    /** Text or bytes. */
    STRING,
    /** A string that is a JSON object. */
    JSON,
    HASH,
    LIST,
    SET,
    /** A sorted set. */
    ZSET,
    STREAM
  }

  /** Reads the rule; what is wrong with it is written into the errors of {@code node}. */
  static Optional<ObjectsRule> read(YamlNode node) {
    node.allowOnly(Set.of("pattern", "type", "member"), "keys");
    Map<String, YamlNode> entries = node.entries("keys");
    Optional<String> pattern = text(entries, "pattern");
    Optional<Kind> kind =
        Optional.ofNullable(entries.get("type"))
            .flatMap(value -> value.constant(Kind.class, "type"));
    if (pattern.isEmpty() || !entries.containsKey("type")) {
      node.error("Expected keys to have a pattern and a type but they have not");
    }
    Optional<String> member = text(entries, "member");
    return pattern.isPresent() && kind.isPresent()
        ? Optional.of(new KeysRule(pattern.get(), kind.get(), member, node.at()))
        : Optional.empty();
  }

  private static Optional<String> text(Map<String, YamlNode> entries, String key) {
    return Optional.ofNullable(entries.get(key))
        .flatMap(value -> value.text(key))
        .filter(value -> !value.isBlank());
  }
}
