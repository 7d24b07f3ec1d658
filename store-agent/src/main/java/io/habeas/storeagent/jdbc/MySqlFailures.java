package io.habeas.storeagent.jdbc;

import io.habeas.participant.WaitReason;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** What failures of MySQL and MariaDB mean (their error numbers, which they share up to 1950). */
final class MySqlFailures {
  /** ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK, ER_CHECKREAD, ER_LOCK_NOWAIT. */
  private static final Set<Integer> LOCKED = Set.of(1205, 1213, 1020, 3572);

  /** ER_OPTION_PREVENTS_STATEMENT (read_only), ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION, ... */
  private static final Set<Integer> READ_ONLY = Set.of(1290, 1792, 1836);

  /**
   * ER_DBACCESS_DENIED_ERROR, ER_ACCESS_DENIED_ERROR, ER_TABLEACCESS_DENIED_ERROR,
   * ER_COLUMNACCESS_DENIED_ERROR, ER_SPECIFIC_ACCESS_DENIED_ERROR, ER_PROCACCESS_DENIED_ERROR,
   * ER_ACCESS_DENIED_NO_PASSWORD_ERROR, ER_MUST_CHANGE_PASSWORD, its form at login, and an account
   * that is locked (MySQL, MariaDB).
   */
  private static final Set<Integer> FORBIDDEN =
      Set.of(1044, 1045, 1142, 1143, 1227, 1370, 1698, 1820, 1862, 3118, 4151);

  /** ER_DISK_FULL, ER_RECORD_FILE_FULL, ER_TEMP_FILE_WRITE_FAILURE. */
  private static final Set<Integer> FULL = Set.of(1021, 1114, 1878);

  /**
   * Names that are not there (1049, 1051, 1054, 1146, 1305), tables that cannot be changed (1288,
   * 1348, 1906, 3105), values that do not fit (1048, 1264, 1265, 1292, 1364, 1366, 1406),
   * constraints that forbid it (1062, 1216, 1217, 1451, 1452, 3819, 4025), texts that cannot be
   * compared (1267), and a trigger that resists (1644).
   */
  private static final Set<Integer> SCHEMA =
      Set.of(
          1049, 1051, 1054, 1146, 1305, 1288, 1348, 1906, 3105, 1048, 1264, 1265, 1292, 1364, 1366,
          1406, 1062, 1216, 1217, 1451, 1452, 3819, 4025, 1267, 1644);

  /**
   * Too many connections, out of memory, shutting down, killed, a statement that took too long
   * (MariaDB, MySQL).
   */
  private static final Set<Integer> UNAVAILABLE =
      Set.of(1040, 1041, 1053, 1077, 1203, 1226, 1317, 1927, 1969, 3024);

  private MySqlFailures() {}

  static Optional<WaitReason> reason(SQLException failure) {
    int code = failure.getErrorCode();
    if (LOCKED.contains(code)) {
      return Optional.of(WaitReason.RECORD_LOCKED);
    }
    if (READ_ONLY.contains(code)) {
      return Optional.of(WaitReason.STORE_READ_ONLY);
    }
    if (FORBIDDEN.contains(code)) {
      return Optional.of(WaitReason.STORE_FORBIDDEN);
    }
    if (FULL.contains(code)) {
      return Optional.of(WaitReason.STORE_FULL);
    }
    if (SCHEMA.contains(code)) {
      return Optional.of(WaitReason.MAP_MISMATCH);
    }
    String state = failure.getSQLState();
    return UNAVAILABLE.contains(code) || (state != null && state.startsWith("08"))
        ? Optional.of(WaitReason.STORE_UNAVAILABLE)
        : Optional.empty();
  }
}
