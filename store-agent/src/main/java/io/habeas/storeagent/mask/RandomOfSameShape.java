package io.habeas.storeagent.mask;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Something random of the same shape as a value, and never the value itself.
 *
 * <p>Letters become letters of the same case and digits digits, of the Latin script whatever they
 * were; everything else stays where it is. A mail address becomes one that nobody can have.
 */
public final class RandomOfSameShape {
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPER = LOWER.toUpperCase(Locale.ROOT);
  private static final String DIGITS = "0123456789";

  /** A top-level domain that never resolves (RFC 6761 section 6.4). */
  private static final String NOWHERE = ".invalid";

  /** The shortest address below it. */
  private static final int SHORTEST_AT_NOWHERE = "a@b".length() + NOWHERE.length();

  private final RandomGenerator random;

  /**
   * @param random from which nothing can be guessed, in production
   */
  public RandomOfSameShape(RandomGenerator random) {
    this.random = random;
  }

  /** Text of as many characters as {@code value}; empty only if that is. */
  public String text(String value) {
    if (value.isEmpty()) {
      return value;
    }
    int at = value.indexOf('@');
    boolean address = at > 0 && at == value.lastIndexOf('@') && value.indexOf('.', at) > at + 1;
    String shaped;
    do {
      shaped = address ? address(value, at) : shaped(value);
    } while (shaped.equals(value));
    return shaped;
  }

  /**
   * A whole number of as many digits and the same sign as {@code value}, which fits where that
   * does: in one, two, four or eight bytes.
   */
  public long number(long value) {
    if (value == Long.MIN_VALUE) {
      return -number(Long.MAX_VALUE);
    }
    if (value < 0) {
      return -number(-value);
    }
    long least = 1;
    while (value / 10 >= least) {
      least *= 10;
    }
    long bound = bound(value);
    long from = least == 1 ? 0 : least;
    long most = least > bound / 10 ? bound : Math.min(bound, least * 10 - 1);
    // One is left out, so that what is drawn from there on moves up by one.
    long drawn = random.nextLong(from, most);
    return drawn >= value ? drawn + 1 : drawn;
  }

  private static long bound(long value) {
    if (value <= Byte.MAX_VALUE) {
      return Byte.MAX_VALUE;
    }
    if (value <= Short.MAX_VALUE) {
      return Short.MAX_VALUE;
    }
    return value <= Integer.MAX_VALUE ? Integer.MAX_VALUE : Long.MAX_VALUE;
  }

  private String address(String value, int at) {
    if (value.length() >= SHORTEST_AT_NOWHERE) {
      int end = value.length() - NOWHERE.length();
      int split = Math.min(at, end - 2);
      return letters(value.substring(0, split))
          + "@"
          + letters(value.substring(split + 1, end))
          + NOWHERE;
    }
    // Too short for a reserved domain: no top-level domain begins with two z.
    int dot = value.lastIndexOf('.');
    String end = value.substring(dot + 1);
    return letters(value.substring(0, at))
        + "@"
        + letters(value.substring(at + 1, dot))
        + "."
        + "z".repeat(Math.max(end.length(), 1));
  }

  /** As many letters and digits as {@code part} has characters: allowed anywhere in an address. */
  private String letters(String part) {
    StringBuilder letters = new StringBuilder();
    part.codePoints().forEach(c -> letters.append(Character.isDigit(c) ? one(DIGITS) : one(LOWER)));
    return letters.toString();
  }

  private String shaped(String value) {
    boolean plain = value.codePoints().noneMatch(Character::isLetterOrDigit);
    StringBuilder shaped = new StringBuilder();
    value
        .codePoints()
        .forEach(
            c -> {
              if (Character.isDigit(c)) {
                shaped.append(one(DIGITS));
              } else if (Character.isUpperCase(c)) {
                shaped.append(one(UPPER));
              } else if (Character.isLetter(c) || plain) {
                shaped.append(one(LOWER));
              } else {
                shaped.appendCodePoint(c);
              }
            });
    return shaped.toString();
  }

  private char one(String of) {
    return of.charAt(random.nextInt(of.length()));
  }
}
