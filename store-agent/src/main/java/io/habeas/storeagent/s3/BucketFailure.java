package io.habeas.storeagent.s3;

import io.habeas.participant.WaitReason;

/** A storage that did not do what was asked of it. Says codes only: errors of S3 quote keys. */
final class BucketFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final WaitReason reason;

  /**
   * @param answer what came instead: a status and a code
   */
  BucketFailure(WaitReason reason, String answer) {
    super("Expected the bucket to carry out a call but got " + answer);
    this.reason = reason;
  }

  WaitReason reason() {
    return reason;
  }
}
