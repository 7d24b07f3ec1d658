package io.habeas.storeagent.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where objects lie: fixed text, with the place of one identifier in it or none. Different values
 * lead to different keys, none of which begins another: account 4 never finds what is 42's.
 *
 * @param before fixed text before the identifier, or all of it
 * @param identifier the identifier type; empty for none
 * @param after fixed text after the identifier
 * @param below whether it is all keys that begin like this, and this then ends in a slash; else the
 *     one key
 */
public record KeyPattern(String before, Optional<String> identifier, String after, boolean below) {
  /** S3 allows no longer keys, in UTF-8. */
  private static final int LONGEST_KEY = 1024;

  /** Stands for the identifier, and in no pattern otherwise. */
  private static final String SOMETHING = "\0";

  /** Where everything of an S3 agent's own lies; never a place of a person. */
  static final String RESERVED = ".habeas/";

  /**
   * The key, or the beginning of all keys, of one person.
   *
   * @param value of the identifier
   * @return empty if no object can be that person's: the value is empty or could lead elsewhere
   */
  Optional<String> of(String value) {
    if (identifier.isEmpty() || !isSafe(value)) {
      return Optional.empty();
    }
    String place = before + value + after;
    return isSafePath(place) && place.getBytes(UTF_8).length <= LONGEST_KEY
        ? Optional.of(place)
        : Optional.empty();
  }

  /** Whose object it is: the identifier's value that {@code key} has in it; empty if it is none. */
  Optional<String> valueIn(String key) {
    if (identifier.isEmpty() || !key.startsWith(before)) {
      return Optional.empty();
    }
    String rest = key.substring(before.length());
    if (!below) {
      return rest.endsWith(after) && rest.length() > after.length()
          ? Optional.of(rest.substring(0, rest.length() - after.length()))
              .filter(value -> value.indexOf('/') < 0)
          : Optional.empty();
    }
    int slash = rest.indexOf('/');
    String ending = after.substring(0, after.indexOf('/'));
    return slash > ending.length() && rest.startsWith(after, slash - ending.length())
        ? Optional.of(rest.substring(0, slash - ending.length()))
        : Optional.empty();
  }

  /** Whether one key could be in both. Says yes in doubt. */
  boolean meets(KeyPattern other) {
    List<String> mine = segments();
    List<String> others = other.segments();
    int both = Math.min(mine.size(), others.size());
    for (int i = 0; i < both; i++) {
      if (!meet(mine.get(i), others.get(i))) {
        return false;
      }
    }
    if (mine.size() == others.size()) {
      return below == other.below;
    }
    return mine.size() < others.size() ? below : other.below;
  }

  private List<String> segments() {
    String text = before + identifier.map(type -> SOMETHING).orElse("") + after;
    List<String> segments = new ArrayList<>(List.of(text.split("/", -1)));
    if (below) {
      segments.removeLast();
    }
    return segments;
  }

  private static boolean meet(String one, String other) {
    int oneAt = one.indexOf(SOMETHING);
    int otherAt = other.indexOf(SOMETHING);
    if (oneAt < 0 && otherAt < 0) {
      return one.equals(other);
    }
    String oneStart = oneAt < 0 ? one : one.substring(0, oneAt);
    String otherStart = otherAt < 0 ? other : other.substring(0, otherAt);
    String oneEnd = oneAt < 0 ? one : one.substring(oneAt + 1);
    String otherEnd = otherAt < 0 ? other : other.substring(otherAt + 1);
    return (oneStart.startsWith(otherStart) || otherStart.startsWith(oneStart))
        && (oneEnd.endsWith(otherEnd) || otherEnd.endsWith(oneEnd));
  }

  /** Whether a value can stand in a key without leading out of its place. */
  private static boolean isSafe(String value) {
    return !value.isEmpty()
        && value.indexOf('/') < 0
        // A storage on Windows takes it for a slash.
        && value.indexOf('\\') < 0
        && !value.contains("..")
        && value.codePoints().noneMatch(KeyPattern::isUnsafe);
  }

  private static boolean isUnsafe(int character) {
    return Character.isISOControl(character)
        // Half of a pair; UTF-8 has no such thing.
        || Character.getType(character) == Character.SURROGATE;
  }

  /**
   * Whether a storage that keeps objects as files reads it as it is written: {@code a/./b} and
   * {@code a//b} would be {@code a/b} there.
   */
  static boolean isSafePath(String path) {
    String all = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    for (String segment : all.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return !path.startsWith(RESERVED)
        && path.indexOf('\\') < 0
        && path.codePoints().noneMatch(KeyPattern::isUnsafe);
  }
}
