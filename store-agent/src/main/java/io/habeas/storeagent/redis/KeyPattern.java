package io.habeas.storeagent.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How keys look, or members of what lies under a key: fixed text with an identifier in it or none,
 * and places of which nothing is known. An identifier is bound on both sides, by fixed text or by
 * an end, and never has in it what binds it; so each key says of itself whose it is, and account 4
 * never finds what is 42's.
 *
 * @param written as it stands in the map
 * @param parts at least one of them fixed text or an identifier
 */
record KeyPattern(String written, List<Part> parts) {
  /** Longer ones are no identifiers. */
  private static final int LONGEST_VALUE = 512;

  private static final String SPECIAL = "*?[]\\^-";

  KeyPattern {
    parts = List.copyOf(parts);
  }

  /** A part of a pattern. */
  sealed interface Part {
    /** Fixed text, as bytes. */
    record Fixed(String bytes) implements Part {}

    /**
     * An identifier.
     *
     * @param bounds bytes that cannot be in it
     */
    record Identifier(String type, String bounds) implements Part {}

    /**
     * Anything, or nothing.
     *
     * @param bounds bytes that cannot be in it: what follows; none at the end
     */
    record Anything(String bounds) implements Part {}
  }

  /** The identifier type; empty if there is none in it. */
  Optional<String> identifier() {
    for (Part part : parts) {
      if (part instanceof Part.Identifier(var type, var bounds)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Whether it says the whole key once the identifier is known. */
  boolean isWhole() {
    return parts.stream().noneMatch(Part.Anything.class::isInstance);
  }

  /** Whether a key can have {@code value} in it. */
  boolean canHave(String value) {
    if (value.isEmpty() || value.length() > LONGEST_VALUE || !Bytes.canBe(value)) {
      return false;
    }
    String bytes = Bytes.of(value);
    return parts.stream()
        .noneMatch(
            part ->
                part instanceof Part.Identifier(var type, var bounds)
                    && bytes.chars().anyMatch(c -> bounds.indexOf(c) >= 0));
  }

  /** The one key that has {@code value} in it; only of a whole pattern. */
  String with(String value) {
    return filled(value, "");
  }

  /** A key with {@code value} in it, and {@code filler} wherever anything could be. */
  String filled(String value, String filler) {
    var key = new StringBuilder();
    for (Part part : parts) {
      key.append(
          switch (part) {
            case Part.Fixed(var bytes) -> bytes;
            case Part.Identifier identifier -> Bytes.of(value);
            case Part.Anything anything -> filler;
          });
    }
    return key.toString();
  }

  /**
   * Redis' own pattern for all keys with {@code value} in them. It may match others too.
   *
   * @param value empty for whatever value
   */
  String glob(Optional<String> value, boolean anyCase) {
    var glob = new StringBuilder();
    for (Part part : parts) {
      glob.append(
          switch (part) {
            case Part.Fixed(var bytes) -> escaped(bytes, false);
            case Part.Identifier identifier ->
                value.map(text -> escaped(Bytes.of(text), anyCase)).orElse("*");
            case Part.Anything anything -> "*";
          });
    }
    return glob.toString();
  }

  /** Fixed text with which all keys begin. */
  String start() {
    return parts.getFirst() instanceof Part.Fixed(var bytes) ? bytes : "";
  }

  /** {@code bytes} as a pattern that matches nothing else. */
  static String escaped(String bytes) {
    return escaped(bytes, false);
  }

  private static String escaped(String bytes, boolean anyCase) {
    var glob = new StringBuilder();
    bytes
        .chars()
        .forEach(
            c -> {
              if (anyCase && isLetter(c)) {
                glob.append('[')
                    .append((char) Character.toLowerCase(c))
                    .append((char) Character.toUpperCase(c))
                    .append(']');
              } else {
                if (SPECIAL.indexOf(c) >= 0) {
                  glob.append('\\');
                }
                glob.append((char) c);
              }
            });
    return glob.toString();
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** Whether {@code key} looks like this. */
  boolean matches(String key) {
    return regex().matcher(key).matches();
  }

  /** The identifier that {@code key} has in it; empty if it does not look like this. */
  Optional<String> valueIn(String key) {
    Matcher matcher = regex().matcher(key);
    return matcher.matches() && matcher.groupCount() > 0
        ? Optional.ofNullable(matcher.group(1)).flatMap(Bytes::text)
        : Optional.empty();
  }

  /** {@code key} with another value where its identifier is; it must look like this. */
  String withOther(String key, String value) {
    Matcher matcher = regex().matcher(key);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Expected a key of the pattern but got another");
    }
    return key.substring(0, matcher.start(1)) + Bytes.of(value) + key.substring(matcher.end(1));
  }

  private Pattern regex() {
    return Patterns.of(this);
  }

  /** Whether something could look like this and like {@code other}. Says yes in doubt. */
  boolean meets(KeyPattern other) {
    return Patterns.meet(items(), other.items());
  }

  /** The pattern as single bytes and runs, for {@link #meets}. */
  private List<Patterns.Item> items() {
    List<Patterns.Item> items = new ArrayList<>();
    for (Part part : parts) {
      switch (part) {
        case Part.Fixed(var bytes) ->
            bytes.chars().forEach(c -> items.add(new Patterns.One((char) c)));
        case Part.Identifier(var type, var bounds) -> items.add(new Patterns.Run(bounds));
        case Part.Anything(var bounds) -> items.add(new Patterns.Run(bounds));
      }
    }
    return items;
  }
}
