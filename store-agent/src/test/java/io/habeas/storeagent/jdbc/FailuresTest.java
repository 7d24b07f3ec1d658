package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.WaitReason;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.UncategorizedSQLException;

/** Failures that no test can have a real server make, and the others beside them. */
class FailuresTest {
  private static final Dialect POSTGRESQL = new PostgresDialect();
  private static final Dialect MARIADB = new MySqlDialect(MySqlDialect.Server.MARIADB);

  @ParameterizedTest
  @CsvSource({
    "40001, RECORD_LOCKED",
    "40P01, RECORD_LOCKED",
    "55P03, RECORD_LOCKED",
    "25006, STORE_READ_ONLY",
    "42501, STORE_FORBIDDEN",
    "28P01, STORE_FORBIDDEN",
    "53100, STORE_FULL",
    "42P01, MAP_MISMATCH",
    "23503, MAP_MISMATCH",
    "22001, MAP_MISMATCH",
    "P0001, MAP_MISMATCH",
    "57014, STORE_UNAVAILABLE",
    "57P01, STORE_UNAVAILABLE",
    "08006, STORE_UNAVAILABLE",
    "53300, STORE_UNAVAILABLE",
    "XX000, INTERNAL_ERROR"
  })
  void shouldTellWhyToWaitByTheStateOfPostgreSql(String state, WaitReason reason) {
    // when
    WaitReason told = Failures.classify(POSTGRESQL, wrapped(new SQLException("secret", state)));

    // then
    assertThat(told).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "1205, HY000, RECORD_LOCKED",
    "1213, 40001, RECORD_LOCKED",
    "1290, HY000, STORE_READ_ONLY",
    "1792, 25006, STORE_READ_ONLY",
    "1142, 42000, STORE_FORBIDDEN",
    "1044, 42000, STORE_FORBIDDEN",
    "1045, 28000, STORE_FORBIDDEN",
    "1021, HY000, STORE_FULL",
    "1114, HY000, STORE_FULL",
    "1054, 42S22, MAP_MISMATCH",
    "1451, 23000, MAP_MISMATCH",
    "1406, 22001, MAP_MISMATCH",
    "1644, 45000, MAP_MISMATCH",
    "1969, 70100, STORE_UNAVAILABLE",
    "3024, HY000, STORE_UNAVAILABLE",
    "0, 08000, STORE_UNAVAILABLE",
    "1064, 42000, INTERNAL_ERROR"
  })
  void shouldTellWhyToWaitByTheCodeOfMariaDb(int code, String state, WaitReason reason) {
    // when
    WaitReason told = Failures.classify(MARIADB, wrapped(new SQLException("secret", state, code)));

    // then
    assertThat(told).isEqualTo(reason);
  }

  @Test
  void shouldBelieveTheDatabaseRatherThanThePoolThatWaitedForIt() {
    // given
    var refused = new SQLException("secret", "28P01");
    var timeout = new SQLTransientConnectionException("timed out", "28P01", refused);

    // when
    WaitReason told = Failures.classify(POSTGRESQL, wrapped(timeout));

    // then
    assertThat(told).isEqualTo(WaitReason.STORE_FORBIDDEN);
  }

  private static UncategorizedSQLException wrapped(SQLException cause) {
    return new UncategorizedSQLException("task", null, cause);
  }
}
