package io.habeas.notifier.letter;

/**
 * A letter lacks something without which it must not leave. Waits until somebody put it right; the
 * message holds no personal data.
 */
public final class CannotBeWritten extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CannotBeWritten(String message) {
    super(message);
  }
}
