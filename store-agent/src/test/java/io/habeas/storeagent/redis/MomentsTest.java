package io.habeas.storeagent.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.storeagent.map.ErasureStrategy.Unit;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentsTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-24, 2026-11-24T00:00:00Z",
    "2026-11-24T12:30:15Z, 2026-11-24T12:30:15Z",
    "2026-11-24T12:30:15+02:00, 2026-11-24T10:30:15Z",
    "2026-11-24 12:30:15, 2026-11-24T12:30:15Z",
    "1795523415, 2026-11-24T12:30:15Z",
    "1795523415000, 2026-11-24T12:30:15Z",
    "yesterday,",
    "2026-13-01,",
  })
  void shouldReadDatesAndInstants(String text, Instant moment) {
    assertThat(Moments.of(text)).isEqualTo(Optional.ofNullable(moment));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24, MONTH, 2026-11-01",
    "2026-11-24T12:30:15Z, HOUR, 2026-11-24T12:00:00Z",
    "1795523415, DAY, 1795478400",
    "1795523415000, YEAR, 1767225600000",
  })
  void shouldCutThemDownAsTheyAreWritten(String text, Unit unit, String cut) {
    assertThat(Moments.cut(text, unit)).contains(cut);
  }

  @Test
  void shouldCutNothingThatIsNoDate() {
    assertThat(Moments.cut("soon", Unit.DAY)).isEmpty();
  }
}
