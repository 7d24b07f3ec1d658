package io.habeas.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RestartPausesTest {
  private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");

  private final RestartPauses pauses = new RestartPauses();

  @Test
  void shouldDoubleUntilTheLongestWhileFailuresFollowOneAnother() {
    // when
    List<Long> waited =
        Stream.iterate(NOW, at -> at.plusSeconds(60))
            .limit(8)
            .map(at -> pauses.after(at).toMillis())
            .toList();

    // then
    assertThat(waited)
        .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L);
  }

  @Test
  void shouldBeginAfreshAfterAQuietTime() {
    // given
    assertThat(pauses.after(NOW)).isEqualTo(RestartPauses.SHORTEST);
    assertThat(pauses.after(NOW.plusSeconds(1))).isEqualTo(Duration.ofSeconds(1));

    // when
    Duration next = pauses.after(NOW.plusSeconds(2).plus(RestartPauses.QUIET));

    // then
    assertThat(next).isEqualTo(RestartPauses.SHORTEST);
  }
}
