package io.habeas.storeagent.search;

import io.habeas.participant.WaitReason;
import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.document.ShapeMismatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Why a task must wait when the cluster fails. Logs status and the cluster's name of the error;
 * never its text, which quotes documents.
 */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private static final int REDIRECT = 300;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int TIMEOUT = 408;
  static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private Failures() {}

  /** What an answer means that is none of success. */
  static SearchFailure of(Wire.Reply reply) {
    JsonNode error;
    try {
      error = Json.read(reply.body()).path("error");
    } catch (JacksonException e) {
      // A proxy in between, say, which answers in HTML.
      return failure(reply.status(), "no error in JSON", "");
    }
    return of(reply.status(), error);
  }

  /** The same of one of many operations. */
  static SearchFailure of(int status, JsonNode error) {
    JsonNode cause = error.path("root_cause").path(0);
    JsonNode said = cause.isObject() ? cause : error;
    return failure(status, said.path("type").asString("unnamed"), said.path("reason").asString(""));
  }

  /** There was no answer. */
  static SearchFailure silence(Exception cause) {
    return new SearchFailure(
        WaitReason.STORE_UNAVAILABLE, 0, "no answer, " + cause.getClass().getSimpleName());
  }

  /** An answer that is not of the whole: it proves nothing about the rest. */
  static SearchFailure partial(String what) {
    return new SearchFailure(WaitReason.STORE_UNAVAILABLE, 200, "partial answer to " + what);
  }

  private static SearchFailure failure(int status, String type, String text) {
    return new SearchFailure(reason(status, type, text), status, type);
  }

  private static WaitReason reason(int status, String type, String text) {
    if (type.equals("cluster_block_exception")) {
      return blocked(text);
    }
    if (text.contains("No space left on device")) {
      return WaitReason.STORE_FULL;
    }
    return switch (status) {
      case UNAUTHORIZED, FORBIDDEN -> WaitReason.STORE_FORBIDDEN;
      // A cursor that has expired is searched for anew; anything else that is missing is mapped.
      case NOT_FOUND ->
          type.equals("search_context_missing_exception")
              ? WaitReason.STORE_UNAVAILABLE
              : WaitReason.MAP_MISMATCH;
      case TIMEOUT -> WaitReason.STORE_UNAVAILABLE;
      case CONFLICT -> WaitReason.RECORD_LOCKED;
      case TOO_MANY -> WaitReason.RATE_LIMITED;
      // What was asked does not fit how the fields are mapped.
      case BAD_REQUEST -> WaitReason.MAP_MISMATCH;
      default -> {
        if (status >= SERVER_ERROR) {
          yield WaitReason.STORE_UNAVAILABLE;
        }
        yield status >= REDIRECT && status < BAD_REQUEST
            ? WaitReason.MAP_MISMATCH
            : WaitReason.INTERNAL_ERROR;
      }
    };
  }

  /**
   * Which block it is, by the number that the cluster gives each: 12 is set when a disk is nearly
   * full, 1, 2 and 3 while there is no leader or no state yet, 4 for a closed index.
   */
  private static WaitReason blocked(String text) {
    if (text.contains("/12/")) {
      return WaitReason.STORE_FULL;
    }
    if (text.contains("/1/") || text.contains("/2/") || text.contains("/3/")) {
      return WaitReason.STORE_UNAVAILABLE;
    }
    return text.contains("/4/") ? WaitReason.MAP_MISMATCH : WaitReason.STORE_READ_ONLY;
  }

  /** Why to wait after {@code failure}. */
  static WaitReason classify(RuntimeException failure) {
    return switch (failure) {
      case ShapeMismatch mismatch -> {
        // Its text is made of names of the map.
        log.error("The store is not as the data map says. {}", mismatch.getMessage());
        yield WaitReason.MAP_MISMATCH;
      }
      case SearchFailure told -> {
        log.warn(
            "Expected the cluster to carry out a call but it failed: {}; the task waits: {}",
            told.getMessage(),
            told.reason());
        yield told.reason();
      }
      default -> {
        log.error(
            "Expected to understand the cluster's answer but failed: {}",
            failure.getClass().getSimpleName());
        yield WaitReason.INTERNAL_ERROR;
      }
    };
  }
}
