package io.habeas.storeagent.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteError;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.document.ShapeMismatch;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a task must wait when MongoDB fails (its error codes: {@code error_codes.yml} of the server).
 * Logs class and code; never the text, which quotes documents.
 */
public final class MongoFailures {
  private static final Logger log = LoggerFactory.getLogger(MongoFailures.class);

  /** DuplicateKey. */
  static final int DUPLICATE = 11000;

  /** LockTimeout, LockBusy, WriteConflict. */
  private static final Set<Integer> LOCKED = Set.of(24, 46, 112);

  /** Unauthorized, AuthenticationFailed. */
  private static final Set<Integer> FORBIDDEN = Set.of(13, 18);

  /** OutOfDiskSpace. */
  private static final int FULL = 14031;

  /** AuthenticationFailed. */
  private static final int UNKNOWN = 18;

  /** UserWritesBlocked; the same of a whole cluster; a view, which cannot be written. */
  private static final Set<Integer> READ_ONLY = Set.of(371, 20118, 166);

  /** TypeMismatch, PathNotViable, ImmutableField, DocumentValidationFailure. */
  private static final Set<Integer> MAP = Set.of(14, 28, 66, 121);

  /**
   * HostUnreachable, HostNotFound, MaxTimeMSExpired, WriteConcernFailed, NetworkTimeout,
   * ShutdownInProgress, UnsatisfiableWriteConcern, WriteConcernTimeout, PrimarySteppedDown,
   * ExceededTimeLimit, NotWritablePrimary, InterruptedAtShutdown, Interrupted,
   * InterruptedDueToReplStateChange, NotPrimaryNoSecondaryOk, NotPrimaryOrSecondary,
   * CursorNotFound, CursorKilled.
   */
  private static final Set<Integer> UNAVAILABLE =
      Set.of(
          6, 7, 50, 64, 89, 91, 100, 189, 262, 10107, 11600, 11601, 11602, 13435, 13436, 43, 237);

  private MongoFailures() {}

  /** Whether {@code failure} says nothing but that something is there already. */
  public static boolean isDuplicate(MongoException failure) {
    return code(failure) == DUPLICATE;
  }

  /** Why to wait after {@code failure}. */
  public static WaitReason classify(RuntimeException failure) {
    if (failure instanceof ShapeMismatch) {
      // Its text is made of names of the map.
      log.error("The store is not as the data map says. {}", failure.getMessage());
      return WaitReason.MAP_MISMATCH;
    }
    WaitReason reason =
        failure instanceof MongoException mongo ? reason(mongo) : WaitReason.INTERNAL_ERROR;
    log.warn(
        "Expected the store to carry out a task but it failed: {}, code {}; it waits: {}",
        failure.getClass().getSimpleName(),
        failure instanceof MongoException mongo ? code(mongo) : 0,
        reason);
    return reason;
  }

  private static WaitReason reason(MongoException failure) {
    int code = code(failure);
    if (failure instanceof MongoSecurityException
        && failure.getCause() instanceof MongoException e) {
      // The driver says so of whatever happens while it signs in, a broken connection too.
      return reason(e);
    }
    if (FORBIDDEN.contains(code) || failure instanceof MongoSecurityException) {
      return WaitReason.STORE_FORBIDDEN;
    }
    if (code == FULL) {
      return WaitReason.STORE_FULL;
    }
    if (READ_ONLY.contains(code)) {
      return WaitReason.STORE_READ_ONLY;
    }
    if (LOCKED.contains(code)) {
      return WaitReason.RECORD_LOCKED;
    }
    if (MAP.contains(code)) {
      return WaitReason.MAP_MISMATCH;
    }
    if (UNAVAILABLE.contains(code)) {
      return WaitReason.STORE_UNAVAILABLE;
    }
    // What no server answered is a matter of the way there: sockets, selection, pool, timeouts.
    return failure instanceof MongoServerException
        ? WaitReason.INTERNAL_ERROR
        : WaitReason.STORE_UNAVAILABLE;
  }

  private static int code(MongoException failure) {
    return switch (failure) {
      case MongoBulkWriteException bulk ->
          bulk.getWriteErrors().stream()
              .mapToInt(BulkWriteError::getCode)
              .filter(code -> code != DUPLICATE)
              .findFirst()
              .orElseGet(
                  () ->
                      bulk.getWriteConcernError() != null
                          ? bulk.getWriteConcernError().getCode()
                          : DUPLICATE);
      case MongoWriteException write -> write.getError().getCode();
      default -> failure.getCode();
    };
  }
}
