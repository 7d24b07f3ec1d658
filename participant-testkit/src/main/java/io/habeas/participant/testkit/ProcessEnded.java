package io.habeas.participant.testkit;

/** The end of a participant's process, as far as a test can have it: nobody catches it. */
final class ProcessEnded extends Error {
  private static final long serialVersionUID = 1L;

  ProcessEnded() {
    super("Expected to go on but the process ended");
  }
}
