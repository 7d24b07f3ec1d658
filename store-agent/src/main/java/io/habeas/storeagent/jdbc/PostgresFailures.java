package io.habeas.storeagent.jdbc;

import io.habeas.participant.WaitReason;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL's failures mean (SQLSTATE, its manual's appendix A). */
final class PostgresFailures {
  /** serialization_failure, deadlock_detected, lock_not_available. */
  private static final Set<String> LOCKED = Set.of("40001", "40P01", "55P03");

  /** read_only_sql_transaction. */
  private static final String READ_ONLY = "25006";

  /** insufficient_privilege. */
  private static final String PRIVILEGE = "42501";

  /** Class 28: the credentials are not taken. */
  private static final String AUTHORIZATION = "28";

  /** disk_full. */
  private static final String FULL = "53100";

  /**
   * undefined_table, undefined_column, undefined_function (operator between types that do not fit),
   * undefined_object, datatype_mismatch, invalid_schema_name, cannot_coerce, generated_always,
   * raise_exception (a trigger that resists).
   */
  private static final Set<String> SCHEMA =
      Set.of("42P01", "42703", "42883", "42704", "42804", "3F000", "42846", "428C9", "P0001");

  /** Class 23: a constraint that the map does not know of forbids what it demands. */
  private static final String CONSTRAINT = "23";

  /** Class 22: a constant or a status of the map does not fit its column. */
  private static final String DATA = "22";

  private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "3D", "53", "57", "58", "25");

  private PostgresFailures() {}

  static Optional<WaitReason> reason(SQLException failure) {
    String state = failure.getSQLState();
    if (state == null || state.length() < 2) {
      return Optional.empty();
    }
    String category = state.substring(0, 2);
    if (LOCKED.contains(state)) {
      return Optional.of(WaitReason.RECORD_LOCKED);
    }
    if (state.equals(READ_ONLY)) {
      return Optional.of(WaitReason.STORE_READ_ONLY);
    }
    if (state.equals(PRIVILEGE) || category.equals(AUTHORIZATION)) {
      return Optional.of(WaitReason.STORE_FORBIDDEN);
    }
    if (state.equals(FULL)) {
      return Optional.of(WaitReason.STORE_FULL);
    }
    if (SCHEMA.contains(state) || category.equals(CONSTRAINT) || category.equals(DATA)) {
      return Optional.of(WaitReason.MAP_MISMATCH);
    }
    return UNAVAILABLE_CLASSES.contains(category)
        ? Optional.of(WaitReason.STORE_UNAVAILABLE)
        : Optional.empty();
  }

  static String place(SQLException failure) {
    ServerErrorMessage message =
        failure instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    return message == null || message.getTable() == null
        ? ""
        : ", table %s, column %s, constraint %s"
            .formatted(message.getTable(), message.getColumn(), message.getConstraint());
  }
}
