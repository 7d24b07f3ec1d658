package io.habeas.storeagent.map;

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
    var said = new Entries(node, "keys").allowOnly(Set.of("pattern", "type", "member"));
    Optional<String> pattern = said.required("pattern");
    Optional<Kind> kind = said.required("type").flatMap(text -> said.constant(Kind.class, "type"));
    Optional<String> member = said.text("member").filter(text -> !text.isBlank());
    return pattern.isPresent() && kind.isPresent()
        ? Optional.of(new KeysRule(pattern.get(), kind.get(), member, node.at()))
        : Optional.empty();
  }
}
