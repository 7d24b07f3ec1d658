package io.habeas.storeagent.map;

import java.util.Comparator;

/**
 * Something in a data map that cannot be carried out, or is likely to be a mistake.
 *
 * @param message "Expected ... but ...", naming collections and fields only
 */
public record MapError(Location at, String message) implements Comparable<MapError> {
  private static final Comparator<MapError> BY_PLACE =
      Comparator.comparing((MapError error) -> error.at().file())
          .thenComparingInt(error -> error.at().line())
          .thenComparing(MapError::message);

  @Override
  public int compareTo(MapError other) {
    return BY_PLACE.compare(this, other);
  }

  @Override
  public String toString() {
    return at + ": " + message;
  }
}
