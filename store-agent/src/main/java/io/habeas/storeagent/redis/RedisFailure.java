package io.habeas.storeagent.redis;

import io.habeas.participant.WaitReason;

/** A server that did not do what was asked of it. Says codes only: errors of Redis quote keys. */
final class RedisFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final WaitReason reason;

  /**
   * @param answer what came instead: a code
   */
  RedisFailure(WaitReason reason, String answer) {
    super("Expected the server to carry out a command but got " + answer);
    this.reason = reason;
  }

  WaitReason reason() {
    return reason;
  }
}
