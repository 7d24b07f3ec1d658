package io.habeas.storeagent.s3;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/** A client to which something happens at one of its calls. */
final class Meddling extends DelegatingS3Client {
  private final AtomicInteger calls;
  private final int at;
  private final Moment moment;
  private final Runnable what;

  enum Moment {
    BEFORE,
    AFTER
  }

  /**
   * @param calls how many there were, over all clients that share it
   * @param at the number of the call, from 1
   */
  Meddling(S3Client client, AtomicInteger calls, int at, Moment moment, Runnable what) {
    super(client);
    this.calls = calls;
    this.at = at;
    this.moment = moment;
    this.what = what;
  }

  @Override
  protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
    boolean now = calls.incrementAndGet() == at;
    if (now && moment == Moment.BEFORE) {
      what.run();
    }
    R answer = operation.apply(request);
    if (now && moment == Moment.AFTER) {
      what.run();
    }
    return answer;
  }

  /** The end of the process, as far as a test can have it. */
  static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("Expected to go on but the process ended");
    }
  }
}
