package io.habeas.storeagent.connector;

/** At which of all points of a task something goes wrong in tests that try many of them. */
public final class Points {

  /**
   * Every so manieth, beginning with the first: each one in the profile {@code exhaustive}, fewer
   * elsewhere, where there are minutes and not hours.
   */
  public static final int EVERY = Integer.getInteger("tests.every", 1);

  private Points() {}
}
