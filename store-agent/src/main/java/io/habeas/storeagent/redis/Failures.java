package io.habeas.storeagent.redis;

import io.habeas.participant.WaitReason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Why a task must wait when Redis fails. Its errors begin with a code in capitals; from a script,
 * up to version 6, the code stands behind a hyphen inside. Logs the code; never the text, which
 * quotes keys.
 */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);
  private static final Pattern CODE = Pattern.compile("^([A-Z][A-Z0-9]+)\\b");
  private static final Pattern CODE_IN_SCRIPT = Pattern.compile("[ :]-([A-Z][A-Z0-9]+) ");
  private static final String UNCODED = "ERR";

  /** How what a script cannot call is told up to version 6, without a code. */
  private static final String NO_RIGHT_IN_SCRIPT = "can't run this command or subcommand";

  private static final String NO_RIGHT_TO_KEY = "can't access at least one of the keys";

  private Failures() {}

  /** What a failure means. */
  static RedisFailure of(JedisException failure) {
    String code = failure instanceof JedisDataException answered ? code(answered) : "no answer";
    WaitReason reason = reason(failure, code);
    log.warn(
        "Expected the server to carry out a command but it failed: {}, {}; the task waits: {}",
        failure.getClass().getSimpleName(),
        code,
        reason);
    return new RedisFailure(reason, code);
  }

  private static WaitReason reason(JedisException failure, String code) {
    return switch (code) {
      case "OOM", "MISCONF" -> WaitReason.STORE_FULL;
      case "READONLY", "NOREPLICAS" -> WaitReason.STORE_READ_ONLY;
      case "NOAUTH", "WRONGPASS", "NOPERM" -> WaitReason.STORE_FORBIDDEN;
      case "WRONGTYPE", "MOVED", "ASK", "CROSSSLOT" -> WaitReason.MAP_MISMATCH;
      case "LOADING", "BUSY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "UNBLOCKED" ->
          WaitReason.STORE_UNAVAILABLE;
      case UNCODED ->
          String.valueOf(failure.getMessage()).contains("max number of clients")
              ? WaitReason.STORE_UNAVAILABLE
              : WaitReason.INTERNAL_ERROR;
      // Sockets, pool, timeouts.
      default ->
          failure instanceof JedisDataException
              ? WaitReason.INTERNAL_ERROR
              : WaitReason.STORE_UNAVAILABLE;
    };
  }

  private static String code(JedisDataException failure) {
    String text = String.valueOf(failure.getMessage());
    Matcher first = CODE.matcher(text);
    if (first.find() && !first.group(1).equals(UNCODED)) {
      return first.group(1);
    }
    if (text.contains(NO_RIGHT_IN_SCRIPT) || text.contains(NO_RIGHT_TO_KEY)) {
      return "NOPERM";
    }
    Matcher within = CODE_IN_SCRIPT.matcher(text);
    return within.find() ? within.group(1) : UNCODED;
  }
}
