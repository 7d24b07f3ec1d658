package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureState.Erasing;
import io.habeas.orchestrator.erasure.ErasureState.OnHold;
import io.habeas.orchestrator.erasure.ErasureState.Verifying;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasurePhase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ErasureOrderTest {
  private final Erasure erasure =
      new Erasure()
          .requiring("accounts", "email")
          .requiring("orders", "email")
          .erasing("orders", "accounts");

  @Test
  void shouldEraseASourceBeforeWhatIsDerivedFromIt() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(2);

    // then
    assertThat(erasure.said())
        .contains(erasure.asked("orders", 3, new Task.Erase(ErasureGround.ART_17_1_B)))
        .doesNotContain(erasure.asked("accounts", 3, new Task.Erase(ErasureGround.ART_17_1_B)));

    // when
    erasure.erased("orders", 3, 4);

    // then
    assertThat(erasure.state()).isInstanceOf(Erasing.class);
    assertThat(erasure.said())
        .containsSubsequence(
            erasure.told(
                new Report.ParticipantDone(
                    new ParticipantId("orders"), ErasurePhase.ERASING, null)),
            erasure.told(
                new Report.PhaseStarted(
                    ErasurePhase.ERASING, List.of(new ParticipantId("accounts")))),
            erasure.asked("accounts", 3, new Task.Erase(ErasureGround.ART_17_1_B)));

    // when
    erasure.erased("accounts", 3, 1);

    // then
    assertThat(erasure.state()).isInstanceOf(Verifying.class);
  }

  @Test
  void shouldLetWhatIsDerivedWaitForASourceThatIsHeld() {
    // given
    erasure.accepted("email");
    UUID hold = erasure.held("orders");
    erasure.untilErasing(2);

    // then
    assertThat(erasure.state()).isInstanceOf(OnHold.class);

    // when
    erasure.released(hold);

    // then
    assertThat(erasure.said())
        .contains(erasure.asked("orders", 3, new Task.Erase(ErasureGround.ART_17_1_B)));
  }

  @Test
  void shouldRefuseStoresThatWaitForEachOther() {
    ParticipantId a = new ParticipantId("a");
    ParticipantId b = new ParticipantId("b");
    assertThatThrownBy(() -> new ErasureOrder(Map.of(a, Set.of(b), b, Set.of(a))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected an order of erasure but these wait for each other: [a, b]");
  }
}
