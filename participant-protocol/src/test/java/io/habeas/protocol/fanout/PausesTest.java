package io.habeas.protocol.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PausesTest {
  private final Pauses pauses =
      new Pauses(Duration.ofSeconds(5), Duration.ofHours(6), Duration.ofSeconds(30));

  @Test
  void shouldDoubleUpToTheLongest() {
    assertThat(pauses.afterDeferral(1)).isEqualTo(Duration.ofSeconds(5));
    assertThat(pauses.afterDeferral(2)).isEqualTo(Duration.ofSeconds(10));
    assertThat(pauses.afterDeferral(13)).isEqualTo(Duration.ofSeconds(5 * 4096));
    assertThat(pauses.afterDeferral(14)).isEqualTo(Duration.ofHours(6));
    assertThat(pauses.afterDeferral(Integer.MAX_VALUE)).isEqualTo(Duration.ofHours(6));
    assertThat(pauses.forAnswer(1)).isEqualTo(Duration.ofSeconds(30));
    assertThat(pauses.forAnswer(3)).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void shouldNotWaitLongerForAnAnswerThanTheLongestPause() {
    // given
    Pauses impatient =
        new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMinutes(1));

    // then
    assertThat(impatient.forAnswer(1)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void shouldRefusePausesThatNeverEndOrNeverBegin() {
    assertThatThrownBy(() -> new Pauses(Duration.ZERO, Duration.ofHours(6), Duration.ofSeconds(30)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Expected a positive first pause");
  }
}
