package io.habeas.protocol.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.fanout.Moved.Ask;
import io.habeas.protocol.fanout.Moved.Delay;
import io.habeas.schemas.avro.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FanOutTest {
  private static final ParticipantId A = new ParticipantId("a");
  private static final ParticipantId B = new ParticipantId("b");
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Pauses PAUSES =
      new Pauses(Duration.ofSeconds(5), Duration.ofHours(6), Duration.ofSeconds(30));

  private final Moved<String> asked =
      FanOut.<String>withNobody().ask(List.of(A, B), "count", NOON, PAUSES);

  @Test
  void shouldJoinOnceEverybodyHasAnswered() {
    // then
    assertThat(asked.asks()).containsExactly(new Ask<>(A, 1, "count"), new Ask<>(B, 1, "count"));
    assertThat(asked.fanOut().joined()).isFalse();
    assertThat(asked.fanOut().answered(B).joined()).isFalse();
    assertThat(asked.fanOut().answered(B).answered(A).joined()).isTrue();
    assertThat(asked.fanOut().answered(B).answered(A).nextAskAt()).isNull();
  }

  @Test
  void shouldRaiseTheStepOfEachParticipantAlone() {
    // when
    Moved<String> next = asked.fanOut().answered(A).ask(List.of(A), "hide", NOON, PAUSES);

    // then
    assertThat(next.asks()).containsExactly(new Ask<>(A, 2, "hide"));
    assertThat(next.fanOut().objectionTo(A, 1, "count")).contains(Objection.STALE_STEP);
    assertThat(next.fanOut().objectionTo(A, 2, "count")).contains(Objection.OTHER_TASK);
    assertThat(next.fanOut().objectionTo(A, 2, "hide")).isEmpty();
    assertThat(next.fanOut().objectionTo(A, 3, "hide")).contains(Objection.FUTURE_STEP);
    assertThat(next.fanOut().objectionTo(B, 1, "count")).isEmpty();
    assertThat(next.fanOut().objectionTo(new ParticipantId("c"), 1, "count"))
        .contains(Objection.UNKNOWN_PARTICIPANT);
    assertThat(asked.fanOut().answered(A).objectionTo(A, 1, "count")).contains(Objection.DUPLICATE);
  }

  @Test
  void shouldAskTheSameStepAgainWithGrowingPauses() {
    // given
    Waiting down = new Waiting(WaitReason.STORE_UNAVAILABLE, NOON);
    Moved<String> putOff =
        asked.fanOut().answered(B).putOff(A, WaitReason.STORE_UNAVAILABLE, NOON, PAUSES);
    assertThat(putOff.delays()).containsExactly(new Delay(A, down, NOON.plusSeconds(5)));

    // when
    Instant later = NOON.plusSeconds(5);
    Moved<String> again = putOff.fanOut().askAgain(later, PAUSES);
    Moved<String> putOffAgain =
        again.fanOut().putOff(A, WaitReason.STORE_UNAVAILABLE, later, PAUSES);

    // then
    assertThat(again.asks()).containsExactly(new Ask<>(A, 1, "count"));
    assertThat(again.delays()).isEmpty();
    assertThat(putOffAgain.delays()).isEmpty();
    assertThat(putOffAgain.fanOut().nextAskAt()).isEqualTo(later.plusSeconds(10));
  }

  @Test
  void shouldNotLetARepeatedDeferralPushThePauseAhead() {
    // given
    FanOut<String> putOff =
        asked.fanOut().putOff(A, WaitReason.RECORD_LOCKED, NOON, PAUSES).fanOut();

    // when
    FanOut<String> repeated =
        putOff.putOff(A, WaitReason.RECORD_LOCKED, NOON.plusSeconds(4), PAUSES).fanOut();

    // then
    assertThat(repeated).isEqualTo(putOff);
  }

  @Test
  void shouldNameWhoDoesNotAnswerAndAskOnlyThose() {
    // given
    Instant later = NOON.plusSeconds(30);

    // when
    Moved<String> again = asked.fanOut().answered(A).askAgain(later, PAUSES);

    // then
    assertThat(again.asks()).containsExactly(new Ask<>(B, 1, "count"));
    assertThat(again.delays())
        .containsExactly(
            new Delay(B, new Waiting(WaitReason.NO_ANSWER, later), later.plusSeconds(60)));
    assertThat(again.fanOut().askAgain(later.plusSeconds(59), PAUSES).asks()).isEmpty();
  }

  @Test
  void shouldTakeAnAnswerAlsoFromWhoPutItOff() {
    // when
    FanOut<String> putOff =
        asked.fanOut().putOff(A, WaitReason.RECORD_LOCKED, NOON, PAUSES).fanOut();

    // then
    assertThat(putOff.objectionTo(A, 1, "count")).isEmpty();
    assertThat(putOff.answered(A).answered(B).joined()).isTrue();
  }

  @Test
  void shouldGoAboveAStepThatTheParticipantHasSeen() {
    // given
    FanOut<String> superseded = asked.fanOut().superseded(A, 9, NOON, PAUSES).fanOut();

    // when
    Moved<String> again = superseded.askAgain(NOON.plusSeconds(5), PAUSES);

    // then
    assertThat(again.asks()).containsExactly(new Ask<>(A, 10, "count"));
  }
}
