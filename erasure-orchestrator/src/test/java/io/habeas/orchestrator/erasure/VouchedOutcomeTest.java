package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureState.Completed;
import io.habeas.orchestrator.erasure.ErasureState.Restricting;
import io.habeas.orchestrator.erasure.ErasureState.Verifying;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.WaitReason;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a store cannot do or say a person may, in its place; nothing is ever skipped silently. */
class VouchedOutcomeTest {
  private final Erasure erasure =
      new Erasure().requiring("accounts", "email").requiring("archive", "email");

  @Test
  void shouldGoOnWhereAPersonVouchesForAStoreThatCannotBeReached() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(3);
    erasure.erased("accounts", 3, 3);
    erasure.deferred("archive", 3, WaitReason.STORE_UNAVAILABLE);

    // when
    UUID decision = erasure.decided("archive", DecidedOutcome.ERASED);

    // then
    assertThat(erasure.said())
        .contains(
            erasure.told(new Report.OutcomeAdopted(decision, new ParticipantId("archive"))),
            erasure.asked("accounts", 4, new Task.Verify()));
    assertThat(erasure.state()).isInstanceOf(Verifying.class);
    erasure.verified("accounts", 4);
    assertThat(erasure.state())
        .isInstanceOfSatisfying(
            Completed.class,
            completed ->
                assertThat(completed.saga().store(new ParticipantId("archive")).decidedBy())
                    .isEqualTo(decision));
  }

  @Test
  void shouldNotAskAnythingMoreOfWhomAPersonVouchedFor() {
    // given
    erasure.accepted("email");
    erasure.located("accounts", 1, 3);

    // when
    erasure.decided("archive", DecidedOutcome.NOTHING_HELD);

    // then: it may have yielded before it fell silent
    erasure.located("accounts", 2, 3);
    assertThat(erasure.state()).isInstanceOf(Restricting.class);
    assertThat(erasure.said())
        .contains(erasure.asked("accounts", 3, new Task.Restrict()))
        .doesNotContain(erasure.asked("archive", 2, new Task.Restrict()));
  }

  @Test
  void shouldNotTakeAPersonsWordForWhatIsNotOwed() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(3);
    erasure.erased("accounts", 3, 3);

    // when
    UUID decision = erasure.decided("accounts", DecidedOutcome.ERASED);

    // then
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(new Report.OutcomeNotAdopted(decision, new ParticipantId("accounts"))));
  }

  @Test
  void shouldNotTakeAnErasureForDoneBeforeThePointOfNoReturn() {
    // given
    erasure.accepted("email");

    // when
    UUID decision = erasure.decided("archive", DecidedOutcome.ERASED);

    // then
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(new Report.OutcomeNotAdopted(decision, new ParticipantId("archive"))));
  }
}
