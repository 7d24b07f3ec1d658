package io.habeas.participant;

/**
 * An identifier that this participant can add.
 *
 * @param type its type, one of those declared as yielded
 * @param value its value
 * @param field where it was found, as {@code collection.field}
 */
public record YieldedIdentifier(String type, String value, String field) {

  /** Leaves the value out. */
  @Override
  public String toString() {
    return "YieldedIdentifier[" + type + " from " + field + "]";
  }
}
