package io.habeas.storeagent.redis;

import io.habeas.storeagent.redis.KeyPattern.Part;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads patterns of the map, and compares them. */
final class Patterns {
  private static final Pattern TOKEN = Pattern.compile("\\{([^{}]*)}|\\*");
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,96}");
  private static final int LONGEST = 512;
  private static final int ASCII = 128;

  private static final Map<KeyPattern, Pattern> COMPILED = new ConcurrentHashMap<>();

  private Patterns() {}

  /** What became of a pattern that was read. */
  sealed interface Read {
    record Fine(KeyPattern pattern) implements Read {}

    /**
     * It cannot be used.
     *
     * @param expected what was expected of it, and what is the case instead
     */
    record Wrong(String expected) implements Read {}
  }

  /** Reads {@code written}, a pattern of keys or members with one identifier at most. */
  static Read read(String written) {
    if (written.length() > LONGEST || !Bytes.canBe(written)) {
      return new Read.Wrong("to be short text but it is not");
    }
    List<Object> raw = raw(written);
    List<Part> parts = new ArrayList<>();
    int identifiers = 0;
    for (int i = 0; i < raw.size(); i++) {
      String before = i == 0 ? "" : lastOf(raw.get(i - 1));
      String after = i == raw.size() - 1 ? "" : firstOf(raw.get(i + 1));
      boolean bound = (i == 0 || !before.isEmpty()) && (i == raw.size() - 1 || !after.isEmpty());
      switch (raw.get(i)) {
        case String fixed -> parts.add(new Part.Fixed(fixed));
        case Hole(var name) when !bound -> {
          return new Read.Wrong(
              "to have fixed text on both sides of whatever is in braces or is a *, but two of"
                  + " them meet");
        }
        case Hole(var name) when name.equals("*") -> parts.add(new Part.Anything(after));
        case Hole(var name) -> {
          identifiers++;
          if (!CODE.matcher(name).matches()) {
            return new Read.Wrong("to have a code in braces but it has not");
          }
          // What comes before stands where it stands; only a separator could be in a value too.
          boolean separated = !before.isEmpty() && !Character.isLetterOrDigit(before.charAt(0));
          parts.add(new Part.Identifier(name, (separated ? before : "") + after));
        }
        default -> throw new IllegalStateException("Expected text or a hole but got neither");
      }
    }
    if (identifiers > 1) {
      // A value of one person and one of the same person could together be another's.
      return new Read.Wrong("to have one identifier type in braces but it has more");
    }
    if (raw.stream().anyMatch(part -> part instanceof String s && s.matches("(?s).*[{}].*"))) {
      return new Read.Wrong("to have no braces but around an identifier type but it has");
    }
    return new Read.Fine(new KeyPattern(written, parts));
  }

  private record Hole(String name) {}

  private static List<Object> raw(String written) {
    List<Object> raw = new ArrayList<>();
    Matcher token = TOKEN.matcher(written);
    int from = 0;
    while (token.find()) {
      if (token.start() > from) {
        raw.add(Bytes.of(written.substring(from, token.start())));
      }
      String name = token.group(1);
      raw.add(new Hole(name == null ? "*" : name));
      from = token.end();
    }
    if (from < written.length()) {
      raw.add(Bytes.of(written.substring(from)));
    }
    return raw;
  }

  /** The byte that binds what comes after; none if nothing can. */
  private static String lastOf(Object raw) {
    return raw instanceof String fixed && fixed.charAt(fixed.length() - 1) < ASCII
        ? fixed.substring(fixed.length() - 1)
        : "";
  }

  private static String firstOf(Object raw) {
    return raw instanceof String fixed && fixed.charAt(0) < ASCII ? fixed.substring(0, 1) : "";
  }

  /** Matches what looks like {@code pattern}; its first group is the identifier, if it has one. */
  static Pattern of(KeyPattern pattern) {
    return COMPILED.computeIfAbsent(pattern, Patterns::compile);
  }

  private static Pattern compile(KeyPattern pattern) {
    var regex = new StringBuilder();
    for (Part part : pattern.parts()) {
      regex.append(
          switch (part) {
            case Part.Fixed(var bytes) -> Pattern.quote(bytes);
            case Part.Identifier(var type, var bounds) -> "(" + run(bounds) + "+)";
            case Part.Anything(var bounds) -> run(bounds) + "*";
          });
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static String run(String bounds) {
    if (bounds.isEmpty()) {
      return ".";
    }
    var without = new StringBuilder("[^");
    bounds.chars().forEach(c -> without.append("\\x%02x".formatted(c)));
    return without.append(']').toString();
  }

  /** One byte, or a run of bytes. */
  sealed interface Item {}

  record One(char is) implements Item {}

  /**
   * @param without which bytes
   */
  record Run(String without) implements Item {}

  /** Whether any bytes could be both. A run counts as one that may be empty. */
  static boolean meet(List<Item> one, List<Item> other) {
    BitSet seen = new BitSet();
    List<int[]> open = new ArrayList<>();
    open.add(new int[] {0, 0});
    while (!open.isEmpty()) {
      int[] at = open.removeLast();
      int i = at[0];
      int j = at[1];
      if (i == one.size() && j == other.size()) {
        return true;
      }
      int id = i * (other.size() + 1) + j;
      if (seen.get(id)) {
        continue;
      }
      seen.set(id);
      if (i < one.size() && one.get(i) instanceof Run(var without)) {
        open.add(new int[] {i + 1, j});
        if (j < other.size() && other.get(j) instanceof One(var c) && without.indexOf(c) < 0) {
          open.add(new int[] {i, j + 1});
        }
      }
      if (j < other.size() && other.get(j) instanceof Run(var without)) {
        open.add(new int[] {i, j + 1});
        if (i < one.size() && one.get(i) instanceof One(var c) && without.indexOf(c) < 0) {
          open.add(new int[] {i + 1, j});
        }
      }
      if (i < one.size()
          && j < other.size()
          && one.get(i) instanceof One(var c)
          && other.get(j) instanceof One(var d)
          && c == d) {
        open.add(new int[] {i + 1, j + 1});
      }
    }
    return false;
  }
}
