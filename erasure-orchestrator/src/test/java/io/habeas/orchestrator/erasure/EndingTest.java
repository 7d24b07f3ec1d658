package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureState.Abandoned;
import io.habeas.orchestrator.erasure.ErasureState.CoolingOff;
import io.habeas.orchestrator.erasure.ErasureState.Erasing;
import io.habeas.orchestrator.erasure.ErasureState.Lifting;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.ErasureGround;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A request that ends before it is carried out, and the time to think better of it. */
class EndingTest {
  private static final Duration A_DAY = Duration.ofDays(1);

  private final Erasure erasure =
      new Erasure().requiring("accounts", "email").requiring("orders", "email").coolingOff(A_DAY);

  @Test
  void shouldEraseNothingBeforeTheTimeToThinkBetterOfItIsOver() {
    // given
    erasure.accepted("email");

    // when
    erasure.untilErasing(3);

    // then
    assertThat(erasure.state()).isInstanceOf(CoolingOff.class);
    assertThat(erasure.said())
        .contains(erasure.told(new Report.CoolingOff(erasure.now().plus(A_DAY))))
        .doesNotHaveAnyElementsOfTypes(ErasureCommand.Ask.class);
    assertThat(erasure.wakeUp()).isEqualTo(erasure.now().plus(A_DAY));
  }

  @Test
  void shouldEraseOnceThatTimeIsOver() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(3);
    erasure.after(A_DAY.minusSeconds(1)).wakesUp();
    assertThat(erasure.state()).isInstanceOf(CoolingOff.class);

    // when
    erasure.after(Duration.ofSeconds(1)).wakesUp();

    // then
    assertThat(erasure.state()).isInstanceOf(Erasing.class);
    assertThat(erasure.said())
        .contains(
            erasure.asked("accounts", 3, new Task.Erase(ErasureGround.ART_17_1_B)),
            erasure.asked("orders", 3, new Task.Erase(ErasureGround.ART_17_1_B)));
  }

  @Test
  void shouldLiftEverythingInReverseOrderWhenItIsWithdrawnInTime() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(3);

    // when
    erasure.endingAsked(EndCause.WITHDRAWN);

    // then
    assertThat(erasure.said())
        .startsWith(erasure.told(new Report.EndingAccepted(EndCause.WITHDRAWN)))
        .endsWith(
            erasure.asked("orders", 3, new Task.Lift()),
            erasure.asked("accounts", 3, new Task.Lift()));
    assertThat(erasure.state()).isInstanceOf(Lifting.class);
    erasure.lifted("orders", 3);
    assertThat(erasure.state()).isInstanceOf(Lifting.class);
    erasure.lifted("accounts", 3);
    assertThat(erasure.state()).isInstanceOf(Abandoned.class);
    assertThat(erasure.said()).endsWith(erasure.told(new Report.ErasureAbandoned()));
  }

  @Test
  void shouldSayThatItIsTooLateAfterThePointOfNoReturn() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(3);
    erasure.after(A_DAY).wakesUp();

    // when
    erasure.endingAsked(EndCause.REFUSED);

    // then
    assertThat(erasure.said())
        .containsExactly(erasure.told(new Report.EndingTooLate(EndCause.REFUSED)));
    assertThat(erasure.state()).isInstanceOf(Erasing.class);
  }

  @Test
  void shouldEndForTheFirstCauseOnly() {
    // given
    erasure.accepted("email");
    erasure.endingAsked(EndCause.WITHDRAWN);

    // when
    erasure.endingAsked(EndCause.REFUSED);

    // then
    assertThat(erasure.state()).isInstanceOf(Abandoned.class);
    assertThat(erasure.ignored()).containsExactly("closed");
  }
}
