package io.habeas.participant;

/**
 * Thrown where a task cannot be carried out now. Nothing was changed; whoever asked will ask again,
 * so nothing is parked here.
 */
public final class Deferred extends Exception {
  private static final long serialVersionUID = 1L;
  private final WaitReason reason;

  public Deferred(WaitReason reason) {
    super(reason.name());
    this.reason = reason;
  }

  public WaitReason reason() {
    return reason;
  }
}
