package io.habeas.storeagent.map;

/**
 * Something in a data map that cannot be carried out.
 *
 * @param message "Expected ... but ...", naming collections and fields only
 */
public record MapError(Location at, String message) {
  @Override
  public String toString() {
    return at + ": " + message;
  }
}
