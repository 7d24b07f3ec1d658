package io.habeas.participant.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportScheduleTest {
  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");

  @ParameterizedTest
  @CsvSource({
    // in Amsterdam it is an hour later
    "PT24H, 2026-11-28T01:29:59Z, 2026-11-28T01:30:00Z",
    "PT24H, 2026-11-28T01:30:00Z, 2026-11-29T01:30:00Z",
    "PT24H, 2026-11-28T23:30:00Z, 2026-11-29T01:30:00Z",
    "PT8H, 2026-11-28T12:00:00Z, 2026-11-28T17:30:00Z",
    "PT8H, 2026-11-28T00:00:00Z, 2026-11-28T01:30:00Z",
    "PT5S, 2026-11-28T00:00:02Z, 2026-11-28T00:00:05Z",
    // the day after has 25 hours
    "PT24H, 2026-10-24T01:00:00Z, 2026-10-25T00:30:00Z"
  })
  void shouldBeginAtThatTimeOfDayAndAgainAfterEachInterval(
      Duration every, Instant now, Instant next) {
    // given
    ReportSchedule schedule = new ReportSchedule(LocalTime.of(2, 30), every);

    // then
    assertThat(schedule.next(Clock.fixed(now, AMSTERDAM))).isEqualTo(next);
  }

  @Test
  void shouldNotBeginAllTheTime() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReportSchedule(LocalTime.MIDNIGHT, Duration.ZERO));
  }
}
