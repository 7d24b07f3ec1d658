package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureState.Abandoned;
import io.habeas.orchestrator.erasure.ErasureState.Erasing;
import io.habeas.orchestrator.erasure.ErasureState.Lifting;
import io.habeas.orchestrator.erasure.ErasureState.Locating;
import io.habeas.orchestrator.erasure.ErasureState.OnHold;
import io.habeas.orchestrator.erasure.ErasureState.Verifying;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.ErasureGround;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Art. 17(3)(e), 18(2): what the data protection officer holds is not erased. */
class HoldTest {
  private static final Task ERASE = new Task.Erase(ErasureGround.ART_17_1_B);

  private final Erasure erasure =
      new Erasure()
          .requiring("accounts", "email")
          .requiring("orders", "email")
          .coolingOff(Duration.ofDays(1));

  @Test
  void shouldUndoWhatWasBegunAndWaitWhenEverythingIsHeld() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(3);

    // when
    UUID hold = erasure.held();

    // then
    assertThat(erasure.said()).startsWith(erasure.told(new Report.HoldEffective(hold)));
    assertThat(erasure.state()).isInstanceOf(Lifting.class);
    erasure.lifted("orders", 3);
    erasure.lifted("accounts", 3);
    assertThat(erasure.state()).isInstanceOf(OnHold.class);
    assertThat(erasure.said())
        .endsWith(erasure.told(new Report.OnHold(List.of(new Hold(hold, null)), List.of())));
  }

  @Test
  void shouldBeginAnewWhenTheHoldOnEverythingIsReleased() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(3);
    UUID hold = erasure.held();
    erasure.lifted("orders", 3);
    erasure.lifted("accounts", 3);

    // when
    erasure.released(hold);

    // then
    assertThat(erasure.state()).isInstanceOf(Locating.class);
    assertThat(erasure.said())
        .startsWith(erasure.told(new Report.HoldEnded(hold)))
        .endsWith(
            erasure.asked("accounts", 4, new Task.Locate(1)),
            erasure.asked("orders", 4, new Task.Locate(1)));
  }

  @Test
  void shouldLetASearchComeToItsEndBeforeItWaits() {
    // given
    erasure.accepted("email");

    // when
    erasure.held();

    // then
    assertThat(erasure.state()).isInstanceOf(Locating.class);
    erasure.located("accounts", 1, 3);
    erasure.located("orders", 1, 0);
    assertThat(erasure.state()).isInstanceOf(OnHold.class);
  }

  @Test
  void shouldEraseTheOthersWhereOneStoreIsHeld() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(3);
    UUID hold = erasure.held("orders");

    // when
    erasure.after(Duration.ofDays(1)).wakesUp();

    // then
    assertThat(erasure.state()).isInstanceOf(Erasing.class);
    assertThat(erasure.said())
        .contains(erasure.asked("accounts", 3, ERASE))
        .doesNotContain(erasure.asked("orders", 3, ERASE));
    erasure.erased("accounts", 3, 3);
    erasure.verified("accounts", 4);
    assertThat(erasure.state()).isInstanceOf(OnHold.class);

    erasure.released(hold);
    assertThat(erasure.state()).isInstanceOf(Erasing.class);
    assertThat(erasure.said()).contains(erasure.asked("orders", 3, ERASE));
  }

  @Test
  void shouldSayThatAHoldCameTooLate() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(3);
    erasure.after(Duration.ofDays(1)).wakesUp();

    // when
    UUID everything = erasure.held();

    // then
    assertThat(erasure.said()).containsExactly(erasure.told(new Report.HoldTooLate(everything)));
    UUID one = erasure.held("orders");
    assertThat(erasure.said()).containsExactly(erasure.told(new Report.HoldTooLate(one)));
    erasure.erased("accounts", 3, 3);
    erasure.erased("orders", 3, 3);
    assertThat(erasure.state()).isInstanceOf(Verifying.class);
  }

  @Test
  void shouldRememberAHoldThatCameBeforeAcceptance() {
    // given
    UUID hold = erasure.held();

    // when
    erasure.accepted("email");

    // then
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(new Report.HoldEffective(hold)),
            erasure.told(new Report.OnHold(List.of(new Hold(hold, null)), List.of())));
    assertThat(erasure.state()).isInstanceOf(OnHold.class);
  }

  @Test
  void shouldEndWhileItIsHeld() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(3);
    erasure.held();

    // when
    erasure.endingAsked(EndCause.WITHDRAWN);

    // then
    assertThat(erasure.said())
        .containsExactly(erasure.told(new Report.EndingAccepted(EndCause.WITHDRAWN)));
    erasure.lifted("orders", 3);
    erasure.lifted("accounts", 3);
    assertThat(erasure.state()).isInstanceOf(Abandoned.class);
  }

  @Test
  void shouldHoldAParticipantThatWasNotAskedYet() {
    // given
    erasure.accepted("email");

    // when
    UUID hold = erasure.held("archive");

    // then
    assertThat(erasure.said()).containsExactly(erasure.told(new Report.HoldEffective(hold)));
    assertThat(((Locating) erasure.state()).saga().gate().holds(new ParticipantId("archive")))
        .isTrue();
  }
}
