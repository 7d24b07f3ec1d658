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

  /** Its records cannot be hidden, or need not be. */
  record None() implements Restriction {}
}
