package io.habeas.storeagent.map;

/** How records of a collection are hidden (Art. 18). */
public sealed interface Restriction {

  /** A column or field of the record says so; the application respects it already. */
  record StatusColumn(String column, String restricted, Location at) implements Restriction {}

  /**
   * A row or document beside it says so: the application looks it up in {@code habeas_restriction},
   * in PostgreSQL in the schema {@code habeas}.
   */
  record ShadowTable() implements Restriction {}

  /**
   * Its records cannot be hidden, or need not be.
   *
   * @param said whether the map says so; otherwise it says nothing of it
   */
  record None(boolean said) implements Restriction {}

  /** Whether anything is hidden at all. */
  default boolean hides() {
    return !(this instanceof None);
  }
}
