package io.habeas.storeagent.search;

import io.habeas.participant.WaitReason;

/** The cluster did not do what it was asked to. Says what kind of failure it was and no more. */
final class SearchFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final WaitReason reason;
  private final int status;

  /**
   * @param status of HTTP; 0 where there was no answer
   * @param type as the cluster names it, never its text
   */
  SearchFailure(WaitReason reason, int status, String type) {
    super("status %d, %s".formatted(status, type));
    this.reason = reason;
    this.status = status;
  }

  /** Why whoever asked has to wait. */
  WaitReason reason() {
    return reason;
  }

  int status() {
    return status;
  }
}
