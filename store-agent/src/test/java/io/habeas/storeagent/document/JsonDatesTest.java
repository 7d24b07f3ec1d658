package io.habeas.storeagent.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.storeagent.map.ErasureStrategy.Unit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDatesTest {

  @ParameterizedTest
  @CsvSource({
    "'\"2026-10-17\"', MONTH, '\"2026-10-01\"'",
    "'\"2026-10-17T13:14:15Z\"', HOUR, '\"2026-10-17T13:00:00Z\"'",
    "'\"2026-10-17T01:14:15.5+02:00\"', DAY, '\"2026-10-16T00:00:00Z\"'",
    "'\"2026-10-17T13:14:15\"', YEAR, '\"2026-01-01T00:00\"'",
    "1792242855000, YEAR, 1767225600000"
  })
  void shouldCutADateDownInItsOwnForm(String date, Unit unit, String expected) {
    // when
    var cut = JsonDates.cut(Json.read(date), unit);

    // then
    assertThat(cut.map(Json::write)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"'\"yesterday\"'", "'\"17-10-2026\"'", "true", "1.5", "'{}'"})
  void shouldTakeNothingElseForADate(String value) {
    // when
    var instant = JsonDates.instant(Json.read(value));

    // then
    assertThat(instant).isEmpty();
  }
}
