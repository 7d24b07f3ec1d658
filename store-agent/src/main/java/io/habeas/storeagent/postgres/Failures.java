package io.habeas.storeagent.postgres;

import io.habeas.participant.WaitReason;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a task must wait when the database fails (SQLSTATE, PostgreSQL appendix A). Logs the state
 * and the names of table and column; never the text, which quotes values.
 */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  /** serialization_failure, deadlock_detected, lock_not_available. */
  private static final Set<String> LOCKED = Set.of("40001", "40P01", "55P03");

  /** read_only_sql_transaction, insufficient_privilege. */
  private static final Set<String> READ_ONLY = Set.of("25006", "42501");

  /**
   * undefined_table, undefined_column, undefined_function (operator between types that do not fit),
   * undefined_object, datatype_mismatch, invalid_schema_name, cannot_coerce.
   */
  private static final Set<String> SCHEMA =
      Set.of("42P01", "42703", "42883", "42704", "42804", "3F000", "42846");

  /** Class 23: a constraint that the map does not know of forbids what it demands. */
  private static final String CONSTRAINT = "23";

  /** Class 22: a constant or a status of the map does not fit its column. */
  private static final String DATA = "22";

  private static final Set<String> UNAVAILABLE_CLASSES =
      Set.of("08", "28", "3D", "53", "57", "58", "25");

  private Failures() {}

  /** Why to wait after {@code failure}, which came from the database or the pool before it. */
  static WaitReason classify(Throwable failure) {
    Optional<SQLException> sql = sqlException(failure);
    WaitReason reason =
        sql.map(Failures::reason)
            .orElse(
                failure instanceof org.springframework.transaction.TransactionException
                    ? WaitReason.STORE_UNAVAILABLE
                    : WaitReason.INTERNAL_ERROR);
    log.warn(
        "Expected the store to carry out a task but it failed: {}, SQLSTATE {}{}; it waits: {}",
        sql.<Throwable>map(e -> e).orElse(failure).getClass().getSimpleName(),
        sql.map(SQLException::getSQLState).orElse("none"),
        sql.map(Failures::place).orElse(""),
        reason);
    return reason;
  }

  private static WaitReason reason(SQLException e) {
    String state = e.getSQLState();
    if (e instanceof SQLTransientConnectionException
        || e instanceof SQLTimeoutException
        || state == null) {
      return WaitReason.STORE_UNAVAILABLE;
    }
    if (LOCKED.contains(state)) {
      return WaitReason.RECORD_LOCKED;
    }
    if (READ_ONLY.contains(state)) {
      return WaitReason.STORE_READ_ONLY;
    }
    if (SCHEMA.contains(state) || state.startsWith(CONSTRAINT) || state.startsWith(DATA)) {
      return WaitReason.MAP_MISMATCH;
    }
    return state.length() >= 2 && UNAVAILABLE_CLASSES.contains(state.substring(0, 2))
        ? WaitReason.STORE_UNAVAILABLE
        : WaitReason.INTERNAL_ERROR;
  }

  private static String place(SQLException e) {
    ServerErrorMessage message =
        e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    return message == null || message.getTable() == null
        ? ""
        : ", table %s, column %s, constraint %s"
            .formatted(message.getTable(), message.getColumn(), message.getConstraint());
  }

  private static Optional<SQLException> sqlException(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }
}
