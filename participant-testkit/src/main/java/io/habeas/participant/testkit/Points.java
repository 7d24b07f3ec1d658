package io.habeas.participant.testkit;

/** How much is tried in tests that try the same many times. */
public final class Points {

  /**
   * At which of all points of a task something goes wrong: every so manieth, beginning with the
   * first; each one in the profile {@code exhaustive}, fewer elsewhere, where there are minutes and
   * not hours.
   */
  public static final int EVERY = Integer.getInteger("tests.every", 1);

  /** How many records somebody with very many has: a million in the profile {@code exhaustive}. */
  public static final int RECORDS = Integer.getInteger("tests.records", 5_000);

  private Points() {}
}
