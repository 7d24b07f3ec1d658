package io.habeas.participant;

/** Thrown where an action is asked for that a {@link DataHolder} cannot do at all. */
public final class NotOffered extends UnsupportedOperationException {
  private static final long serialVersionUID = 1L;
  private final Action action;

  public NotOffered(Action action) {
    super("Expected a task that this participant offers but it is to " + action);
    this.action = action;
  }

  public Action action() {
    return action;
  }
}
