package io.habeas.participant.testkit;

/** Ends participants in the middle of what they do to the store under test. */
public interface Interruptions {

  /** Whether what the participant was about to do has happened all the same. */
  enum Moment {
    BEFORE,
    AFTER
  }

  /**
   * Lets the participant's {@code n}th access of the store from now on fail, once: by whatever
   * exception it meets when its store or its process is lost at that moment. Which accesses count
   * is the store's to say; all that write should.
   *
   * @param n from 1
   */
  void at(int n, Moment moment);

  /**
   * Lets everything work again.
   *
   * @return whether the access that was to fail has been reached
   */
  boolean mend();
}
