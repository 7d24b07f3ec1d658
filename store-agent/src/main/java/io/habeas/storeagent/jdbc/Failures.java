package io.habeas.storeagent.jdbc;

import io.habeas.participant.WaitReason;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.TransactionException;

/**
 * Why a task must wait when the database fails. Logs the state and the names of table and column;
 * never the text, which quotes values.
 */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);
  private static final int DEEPEST = 20;

  private Failures() {}

  /** Why to wait after {@code failure}, which came from the database or the pool before it. */
  static WaitReason classify(Dialect dialect, Throwable failure) {
    if (failure instanceof Resisted) {
      log.warn("{}; it waits: {}", failure.getMessage(), WaitReason.MAP_MISMATCH);
      return WaitReason.MAP_MISMATCH;
    }
    List<SQLException> causes = sqlExceptions(failure);
    WaitReason reason = reason(dialect, failure, causes);
    tell(dialect, failure, causes, reason);
    return reason;
  }

  private static void tell(
      Dialect dialect, Throwable failure, List<SQLException> causes, WaitReason reason) {
    Optional<SQLException> shown =
        causes.stream()
            .filter(cause -> dialect.reason(cause).isPresent())
            .findFirst()
            .or(() -> causes.stream().findFirst());
    log.warn(
        "Expected the store to carry out a task but it failed: {}, SQLSTATE {}, code {}{}; it"
            + " waits: {}",
        shown.<Throwable>map(cause -> cause).orElse(failure).getClass().getSimpleName(),
        shown.map(SQLException::getSQLState).orElse("none"),
        shown.map(SQLException::getErrorCode).orElse(0),
        shown.map(dialect::place).orElse(""),
        reason);
  }

  /** What the pool says of a connection it could not make has the database's own word as cause. */
  private static WaitReason reason(Dialect dialect, Throwable failure, List<SQLException> causes) {
    Optional<WaitReason> said =
        causes.stream().map(dialect::reason).flatMap(Optional::stream).findFirst();
    if (said.isPresent()) {
      return said.get();
    }
    boolean connection =
        causes.stream()
            .anyMatch(
                cause ->
                    cause instanceof SQLTransientConnectionException
                        || cause instanceof SQLTimeoutException
                        || cause.getSQLState() == null);
    return connection || (causes.isEmpty() && failure instanceof TransactionException)
        ? WaitReason.STORE_UNAVAILABLE
        : WaitReason.INTERNAL_ERROR;
  }

  private static List<SQLException> sqlExceptions(Throwable failure) {
    List<SQLException> found = new ArrayList<>();
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof SQLException sql) {
        found.add(sql);
      }
      cause = cause.getCause();
    }
    return found;
  }
}
