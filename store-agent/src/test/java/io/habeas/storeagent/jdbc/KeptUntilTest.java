package io.habeas.storeagent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class KeptUntilTest {
  private final KeptUntil until = new KeptUntil(ZoneId.of("America/New_York"));

  @Test
  void shouldTellDaysWhereTheControllerIsAndTimesInUtc() {
    LocalDateTime stored = LocalDateTime.parse("2030-01-01T00:00");

    assertThat(until.read(stored, true)).isEqualTo(Instant.parse("2030-01-01T05:00:00Z"));
    assertThat(until.read(stored, false)).isEqualTo(Instant.parse("2030-01-01T00:00:00Z"));
  }

  @Test
  void shouldNeverTellOfAnEarlierTimeThanTheRowHas() {
    assertThat(until.read(LocalDateTime.parse("2030-01-01T00:00:00.000001"), false))
        .isEqualTo(Instant.parse("2030-01-01T00:00:00.001Z"));
  }

  @Test
  void shouldCompareEachWithTheTimeInItsOwnTerms() {
    Sql sql = until.isOver("r", Instant.parse("2030-01-01T03:00:00Z"));

    assertThat(sql.text())
        .isEqualTo("(CASE WHEN r.whole_days THEN r.expiry <= ? ELSE r.expiry <= ? END)");
    assertThat(sql.arguments())
        .containsExactly(
            LocalDateTime.parse("2029-12-31T22:00"), LocalDateTime.parse("2030-01-01T03:00"));
  }
}
