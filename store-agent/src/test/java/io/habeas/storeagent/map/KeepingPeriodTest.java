package io.habeas.storeagent.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeepingPeriodTest {
  private static final ZonedDateTime NOW =
      ZonedDateTime.of(2026, 11, 24, 0, 30, 0, 0, ZoneId.of("Europe/Amsterdam"));

  @ParameterizedTest
  @CsvSource({
    "P7Y, 2026-02-28T23:59:00Z, 2033-02-27T23:00:00Z",
    "P1M, 2026-06-01T00:00:00Z, 2026-06-30T22:00:00Z",
    "PT20S, 2026-06-01T00:00:00.123456Z, 2026-06-01T00:00:20.123Z",
    "P1DT12H, 2026-06-01T00:00:00Z, 2026-06-02T12:00:00Z",
    "PT48H, 2026-06-01T06:00:00Z, 2026-06-03T06:00:00Z"
  })
  void shouldEndWithADayWhereTheControllerIsUnlessItHasATime_L19(
      String period, Instant from, Instant end) {
    assertThat(KeepingPeriod.parse(period).end(Optional.of(from), NOW)).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({"P1D, 2026-11-24T23:00:00Z", "PT20S, 2026-11-23T23:30:20Z"})
  void shouldCountFromNowWhereARecordSaysNothing(String period, Instant end) {
    assertThat(KeepingPeriod.parse(period).end(Optional.empty(), NOW)).isEqualTo(end);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P7Y", "P1Y2M3D", "PT20S", "P1DT12H", "P2YT1M0.5S"})
  void shouldBeWrittenAsItIsRead(String period) {
    assertThat(KeepingPeriod.parse(period)).hasToString(period);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "T", "7Y", "P", "PT", "P7YT", "P7YTX", "20S"})
  void shouldRefuseWhatIsNoPeriod(String text) {
    assertThatThrownBy(() -> KeepingPeriod.parse(text)).isInstanceOf(DateTimeException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P0D", "PT0S", "P-1D", "PT-1S", "P1DT-1S"})
  void shouldRefuseWhatIsNotLongerThanNothing(String text) {
    assertThatThrownBy(() -> KeepingPeriod.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldCountDaysOnlyWithoutATime() {
    assertThat(KeepingPeriod.parse("P1D").countsDays()).isTrue();
    assertThat(KeepingPeriod.parse("PT24H").countsDays()).isFalse();
  }
}
