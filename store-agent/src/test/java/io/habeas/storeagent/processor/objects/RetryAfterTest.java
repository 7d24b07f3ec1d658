package io.habeas.storeagent.processor.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void shouldReadSecondsAndDates() {
    assertThat(from("20")).contains(NOW.plusSeconds(20));
    assertThat(from(" 0 ")).contains(NOW);
    assertThat(from("Tue, 24 Nov 2026 12:01:00 GMT")).contains(NOW.plusSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "soon", "99999999999", "1.5"})
  void shouldPassOverWhatItDoesNotUnderstand(String header) {
    assertThat(from(header)).isEmpty();
  }

  private static Optional<Instant> from(String header) {
    return RetryAfter.read(header).map(wanted -> wanted.from(NOW));
  }
}
