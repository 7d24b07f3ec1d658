package io.habeas.intake;

/** Something that the intake needs does not answer: the same asked again may succeed. */
public final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what what does not answer, as a code
   * @param cause why; its text is never shown
   */
  public Unavailable(String what, Throwable cause) {
    super("Expected an answer from " + what + " but there is none", cause);
  }
}
