package io.habeas.storeagent.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.participant.WaitReason;
import io.habeas.participant.testkit.SettableClock;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacingTest {
  private final SettableClock clock = new SettableClock();
  private final List<Duration> pauses = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "20, 20",
    "' 3 ', 3",
    "'Tue, 24 Nov 2026 12:01:00 GMT', 60",
    "1795521630, 30",
    // What is not understood is as if nothing had been said.
    "'', 5",
    "soon, 5",
    "1.5, 5",
    // Nobody means that.
    "99999999999, 172800"
  })
  void shouldKeepStillForAsLongAsTheProcessorWants(String said, long seconds) {
    // given
    Pacing pacing = pacing(Duration.ofDays(3));

    // when
    pacing.heed(429, headers(said));
    pacing.await();

    // then
    assertThat(pauses).containsExactly(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"0", "-1"})
  void shouldGoOnAtOnceWhereThatIsWanted(String said) {
    // given
    Pacing pacing = pacing(Duration.ZERO);

    // when
    pacing.heed(429, headers(said));
    pacing.await();

    // then
    assertThat(pauses).isEmpty();
  }

  @Test
  void shouldPutOffWhatWouldTakeTooLong() {
    // given
    Pacing pacing = pacing(Duration.ofSeconds(19));
    pacing.heed(503, headers("20"));

    // then
    assertThatThrownBy(pacing::await)
        .isInstanceOfSatisfying(
            ProcessorFailure.class, e -> assertThat(e.reason()).isEqualTo(WaitReason.RATE_LIMITED));
    assertThat(pauses).isEmpty();
  }

  private Pacing pacing(Duration patience) {
    return new Pacing(OptionalInt.empty(), patience, pauses::add, clock);
  }

  private static HttpHeaders headers(String retryAfter) {
    return HttpHeaders.of(Map.of("Retry-After", List.of(retryAfter)), (name, value) -> true);
  }
}
