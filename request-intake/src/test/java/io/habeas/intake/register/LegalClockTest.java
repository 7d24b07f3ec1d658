package io.habeas.intake.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.intake.register.LegalClock.DueDates;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegalClockTest {
  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
  private static final Period PATIENT = Period.ofYears(1);

  @ParameterizedTest
  @CsvSource({
    "2026-09-03, 2026-10-03",
    "2027-01-31, 2027-02-28",
    "2028-01-31, 2028-02-29",
    "2026-12-31, 2027-01-31",
    "2026-02-28, 2026-03-28"
  })
  void shouldCountACalendarMonth_L1(LocalDate received, LocalDate statutory) {
    assertThat(dates(received, PATIENT).statutory()).isEqualTo(statutory);
  }

  @ParameterizedTest
  @CsvSource({
    // a Saturday, a Sunday
    "2026-09-03, 2026-10-05",
    "2026-09-04, 2026-10-05",
    // the two days of Christmas, then a weekend
    "2026-11-25, 2026-12-28",
    // the King's birthday on a Monday
    "2026-03-27, 2026-04-28",
    // a working day
    "2026-09-01, 2026-10-01"
  })
  void shouldRollToTheNextWorkingDayAndKeepTheTarget_L2(LocalDate received, LocalDate rolled) {
    DueDates dates = dates(received, PATIENT);

    assertThat(dates.rolled()).isEqualTo(rolled);
    assertThat(dates.statutory()).isEqualTo(received.plusMonths(1));
    assertThat(dates.dueOn()).isEqualTo(rolled);
  }

  @ParameterizedTest
  @CsvSource({
    // thirty days end before the month does
    "2026-10-01, 2026-10-31",
    // the month of February ends before thirty days do
    "2027-02-01, 2027-03-01"
  })
  void shouldKeepTheEarlierOfPromiseAndStatute_L3(LocalDate received, LocalDate due) {
    assertThat(dates(received, Period.ofDays(30)).dueOn()).isEqualTo(due);
  }

  @Test
  void shouldCountFromTheDayInTheControllersZone() {
    LegalClock clock = clock(PATIENT);

    assertThat(clock.datesOf(Instant.parse("2026-06-30T22:30:00Z")).receivedOn())
        .isEqualTo(LocalDate.parse("2026-07-01"));
  }

  @Test
  void shouldRefuseACountryWithoutACalendar() {
    assertThatThrownBy(() -> CountryHolidays.of("XX"))
        .hasMessage("Expected a country with a known calendar of public holidays but got XX");
  }

  private static DueDates dates(LocalDate received, Period promise) {
    return clock(promise).datesOf(received.atTime(12, 0).atZone(AMSTERDAM).toInstant());
  }

  private static LegalClock clock(Period promise) {
    return new LegalClock(AMSTERDAM, promise, CountryHolidays.of("NL"));
  }
}
