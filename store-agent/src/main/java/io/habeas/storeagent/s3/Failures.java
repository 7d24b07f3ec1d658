package io.habeas.storeagent.s3;

import io.habeas.participant.WaitReason;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Why a task must wait when the storage fails. Logs class, status and S3's code; never the text,
 * which quotes keys.
 */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private static final Set<String> CLOCKS = Set.of("RequestTimeTooSkewed", "RequestTimeout");
  private static final int REDIRECT = 300;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final int NOT_IMPLEMENTED = 501;

  private Failures() {}

  /** Whether a call changes something. */
  enum Use {
    READ,
    WRITE
  }

  /** Calls the storage. */
  static <T> T calling(Use use, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw of(use, e);
    }
  }

  /** What a failure of the storage means. */
  static BucketFailure of(Use use, SdkException e) {
    if (e instanceof AwsServiceException answered) {
      String code = code(answered);
      return told(e, reason(use, answered.statusCode(), code), answered.statusCode() + " " + code);
    }
    return told(e, WaitReason.STORE_UNAVAILABLE, "no answer");
  }

  /** What it means that one object of many was not deleted. */
  static BucketFailure ofDeletion(String code, int objects) {
    WaitReason reason =
        code.equals("AccessDenied") ? WaitReason.STORE_READ_ONLY : WaitReason.STORE_UNAVAILABLE;
    log.warn(
        "Expected objects to go but {} did not: {}; the task waits: {}", objects, code, reason);
    return new BucketFailure(reason, code);
  }

  private static BucketFailure told(SdkException e, WaitReason reason, String answer) {
    log.warn(
        "Expected the bucket to carry out a call but it failed: {}, {}; the task waits: {}",
        e.getClass().getSimpleName(),
        answer,
        reason);
    return new BucketFailure(reason, answer);
  }

  private static WaitReason reason(Use use, int status, String code) {
    if (CLOCKS.contains(code)) {
      return WaitReason.STORE_UNAVAILABLE;
    }
    return switch (status) {
      case FORBIDDEN -> use == Use.WRITE ? WaitReason.STORE_READ_ONLY : WaitReason.STORE_FORBIDDEN;
      // Single objects that are not there are no failure; so it is the bucket.
      case NOT_FOUND, NOT_ALLOWED, NOT_IMPLEMENTED -> WaitReason.MAP_MISMATCH;
      case CONFLICT -> WaitReason.RECORD_LOCKED;
      case TOO_MANY -> WaitReason.STORE_UNAVAILABLE;
      default -> {
        if (status >= SERVER_ERROR) {
          yield WaitReason.STORE_UNAVAILABLE;
        }
        // A redirect: the bucket is in another region.
        yield status >= REDIRECT && status < 400
            ? WaitReason.MAP_MISMATCH
            : WaitReason.INTERNAL_ERROR;
      }
    };
  }

  /** Whether the storage has no such thing at all. */
  static boolean isNotImplemented(AwsServiceException e) {
    return e.statusCode() == NOT_IMPLEMENTED || e.statusCode() == NOT_ALLOWED;
  }

  static String code(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return Objects.requireNonNullElse(code, "without a code");
  }
}
