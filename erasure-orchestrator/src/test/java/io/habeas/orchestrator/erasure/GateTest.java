package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.directives.Directive;
import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureState.Abandoned;
import io.habeas.orchestrator.erasure.ErasureState.AtGate;
import io.habeas.orchestrator.erasure.ErasureState.Erasing;
import io.habeas.orchestrator.erasure.ErasureState.Lifting;
import io.habeas.orchestrator.erasure.ErasureState.Locating;
import io.habeas.orchestrator.erasure.ErasureState.OnHold;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.ErasureGround;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A hold on the person, by whatever they are known, stops what any request would erase. */
class GateTest {
  private static final Task ERASE = new Task.Erase(ErasureGround.ART_17_1_B);
  private static final UUID HOLD = UUID.fromString("9b1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a01");

  private final Erasure erasure =
      new Erasure()
          .requiring("accounts", "email")
          .requiring("orders", "email", "account_id")
          .gateKept();

  private void untilTheGate() {
    erasure.accepted("email");
    erasure.untilErasing(3);
  }

  @Test
  void shouldEraseNothingBeforeTheGateIsPassed() {
    // when
    untilTheGate();

    // then
    assertThat(erasure.state()).isInstanceOf(AtGate.class);
    assertThat(erasure.said())
        .endsWith(erasure.told(new Report.GateAsked(1, true)))
        .doesNotHaveAnyElementsOfTypes(ErasureCommand.Ask.class);
    assertThat(erasure.wakeUp()).isEqualTo(erasure.now().plusSeconds(30));
    erasure.passes(1);
    assertThat(erasure.state()).isInstanceOf(Erasing.class);
    assertThat(erasure.said())
        .contains(erasure.asked("accounts", 3, ERASE), erasure.asked("orders", 3, ERASE));
  }

  @Test
  void shouldEnterInTheLedgerInTheSameTransitionWhoIsAskedToErase() {
    // given
    untilTheGate();
    UUID orders = erasure.held("orders");

    // when
    erasure.passes(1);

    // then
    assertThat(erasure.said())
        .startsWith(erasure.entered("accounts"))
        .endsWith(erasure.asked("accounts", 3, ERASE));
    erasure.erased("accounts", 3, 3);
    erasure.verified("accounts", 4);
    erasure.released(orders);
    assertThat(erasure.said())
        .contains(erasure.entered("accounts", "orders"), erasure.asked("orders", 3, ERASE));
  }

  @Test
  void shouldDirectNobodyToTakeInLateDataWithTheFirstErase() {
    // given
    untilTheGate();

    // when
    erasure.happens(passed(1));

    // then
    assertThat(erasure.said())
        .containsSubsequence(
            directive("accounts", "s-1"),
            directive("orders", "s-2"),
            erasure.asked("accounts", 3, ERASE));
  }

  @Test
  void shouldAskOnceMoreForWhatCouldNotBeDirected() {
    // given
    untilTheGate();
    erasure.happens(passed(1));
    erasure.happens(new ErasureEvent.DirectiveUndeliverable(erasure.now()));
    erasure.erased("accounts", 3, 3);
    erasure.erased("orders", 3, 3);
    erasure.verified("accounts", 4);
    erasure.verified("orders", 4);

    // when
    erasure.after(Duration.ofSeconds(30)).wakesUp();

    // then
    assertThat(erasure.said()).containsExactly(erasure.told(new Report.GateAsked(1, true)));
    erasure.happens(passed(1));
    assertThat(erasure.said())
        .containsExactly(directive("accounts", "s-1"), directive("orders", "s-2"));
    assertThat(erasure.wakeUp()).isNull();
    erasure.happens(passed(1));
    assertThat(erasure.ignored()).endsWith("closed");
  }

  private ErasureEvent passed(int ask) {
    return new ErasureEvent.GatePassed(
        ask,
        Map.of(),
        Map.of(
            new ParticipantId("orders"),
            List.of("s-2"),
            new ParticipantId("accounts"),
            List.of("s-1")),
        erasure.now());
  }

  private ErasureCommand directive(String who, String subject) {
    return new ErasureCommand.Direct(
        new Directive(
            new ParticipantId(who),
            subject,
            Erasure.REQUEST,
            erasure.now(),
            new Directive.TakeNothingIn(erasure.now())));
  }

  @Test
  void shouldAskAgainWithGrowingPausesUntilItIsAnswered() {
    // given
    untilTheGate();

    // when
    erasure.after(Duration.ofSeconds(30)).wakesUp();

    // then
    assertThat(erasure.said()).containsExactly(erasure.told(new Report.GateAsked(1, true)));
    assertThat(erasure.wakeUp()).isEqualTo(erasure.now().plusSeconds(60));
    erasure.after(Duration.ofSeconds(60)).wakesUp();
    assertThat(erasure.said()).containsExactly(erasure.told(new Report.GateAsked(1, true)));
    assertThat(erasure.wakeUp()).isEqualTo(erasure.now().plusSeconds(120));
  }

  @Test
  void shouldUndoWhatWasBegunAndWaitWhenThePersonIsHeld() {
    // given
    untilTheGate();

    // when
    erasure.heldAtGate(1, HOLD);

    // then
    assertThat(erasure.said())
        .startsWith(erasure.told(new Report.HoldEffective(HOLD)))
        .endsWith(
            erasure.asked("orders", 3, new Task.Lift()),
            erasure.asked("accounts", 3, new Task.Lift()));
    assertThat(erasure.state()).isInstanceOf(Lifting.class);
    erasure.lifted("orders", 3);
    erasure.lifted("accounts", 3);
    assertThat(erasure.state()).isInstanceOf(OnHold.class);
  }

  @Test
  void shouldBeginAnewAndAskTheGateAnewWhenThePersonIsReleased() {
    // given
    untilTheGate();
    erasure.heldAtGate(1, HOLD);
    erasure.lifted("orders", 3);
    erasure.lifted("accounts", 3);

    // when
    erasure.released(HOLD);

    // then
    assertThat(erasure.state()).isInstanceOf(Locating.class);
    erasure.located("accounts", 4, 3);
    erasure.located("orders", 4, 3);
    erasure.restricted("accounts", 5);
    erasure.restricted("orders", 5);
    assertThat(erasure.said()).endsWith(erasure.told(new Report.GateAsked(2, true)));
    erasure.passes(1);
    assertThat(erasure.state()).isInstanceOf(AtGate.class);
    assertThat(erasure.ignored()).containsExactly("not-asked");
    erasure.passes(2);
    assertThat(erasure.state()).isInstanceOf(Erasing.class);
  }

  @Test
  void shouldBeInTimeToWithdrawWhileAtTheGate() {
    // given
    untilTheGate();

    // when
    erasure.endingAsked(EndCause.WITHDRAWN);
    erasure.passes(1);

    // then
    assertThat(erasure.state()).isInstanceOf(Lifting.class);
    assertThat(erasure.ignored()).containsExactly("not-asked");
    erasure.lifted("orders", 3);
    erasure.lifted("accounts", 3);
    assertThat(erasure.state()).isInstanceOf(Abandoned.class);
    assertThat(erasure.wakeUp()).isNull();
    assertThat(erasure.everSaid()).doesNotContain(erasure.asked("accounts", 3, ERASE));
  }

  @Test
  void shouldAskAnewWhereSomebodyMustCatchUpFirst() {
    // given
    untilTheGate();
    erasure.requiring("newcomer", "email");

    // when
    erasure.passes(1);

    // then
    assertThat(erasure.state()).isInstanceOf(Locating.class);
    erasure.located("newcomer", 1, 1);
    erasure.restricted("newcomer", 2);
    assertThat(erasure.said()).endsWith(erasure.told(new Report.GateAsked(2, true)));
  }

  @Test
  void shouldHoldOneStoreWhileAtTheGate() {
    // given
    untilTheGate();
    erasure.held("orders");
    assertThat(erasure.state()).isInstanceOf(AtGate.class);

    // when
    erasure.passes(1);

    // then
    assertThat(erasure.said())
        .contains(erasure.asked("accounts", 3, ERASE))
        .doesNotContain(erasure.asked("orders", 3, ERASE));
  }

  @Test
  void shouldNotAskWhereEveryStoreIsHeldByItself() {
    // given
    untilTheGate();
    UUID accounts = erasure.held("accounts");
    erasure.held("orders");

    // when
    erasure.passes(1);

    // then
    assertThat(erasure.state()).isInstanceOf(OnHold.class);
    erasure.released(accounts);
    assertThat(erasure.state()).isInstanceOf(AtGate.class);
    assertThat(erasure.said()).endsWith(erasure.told(new Report.GateAsked(2, true)));
  }

  @Test
  void shouldNameEveryHoldThatThePersonIsUnderOnce() {
    // given
    UUID other = UUID.fromString("9b1c1f9a-58d5-4f2b-9d0e-0c6f5e6f7a02");
    untilTheGate();
    erasure.heldAtGate(1, HOLD, other);

    // when
    erasure.heldAtGate(1, HOLD, other);

    // then
    assertThat(erasure.ignored()).containsExactly("not-asked");
    assertThat(((Lifting) erasure.state()).saga().gate().holds())
        .isEqualTo(List.of(new Hold(HOLD, null), new Hold(other, null)));
  }

  @Test
  void shouldHaveAnAccessOfTheSamePersonFinishedFirst() {
    // given
    untilTheGate();

    // when
    erasure.busy(1, HOLD);

    // then
    assertThat(erasure.state()).isInstanceOf(AtGate.class);
    assertThat(erasure.said())
        .containsExactly(erasure.told(new Report.WaitingForAccess(List.of(HOLD))));
    erasure.after(Duration.ofSeconds(30)).wakesUp();
    assertThat(erasure.said()).containsExactly(erasure.told(new Report.GateAsked(1, true)));
    erasure.busy(1, HOLD);
    erasure.passes(1);
    assertThat(erasure.state()).isInstanceOf(Erasing.class);
    erasure.busy(1, HOLD);
    assertThat(erasure.state()).isInstanceOf(Erasing.class);
  }

  @Test
  void shouldWaitForNoAccessOnceItIsDueSoonItself() {
    // given
    Instant aWeekBeforeItIsDue = Instant.parse("2026-12-16T23:00:00Z");
    untilTheGate();
    while (erasure.now().isBefore(aWeekBeforeItIsDue)) {
      assertThat(erasure.wakeUp()).isNotNull();
      erasure.after(Duration.between(erasure.now(), erasure.wakeUp())).wakesUp();
      if (erasure.now().isBefore(aWeekBeforeItIsDue)) {
        erasure.busy(1, HOLD);
      }
    }

    // then
    assertThat(erasure.now()).isEqualTo(aWeekBeforeItIsDue);
    assertThat(erasure.said()).contains(erasure.told(new Report.GateAsked(1, false)));
  }

  @Test
  void shouldLetThePersonHaveItBackWhileItWaitsForTheirAccess() {
    // given
    untilTheGate();
    erasure.busy(1, HOLD);

    // when
    erasure.ends();
    erasure.passes(1);

    // then
    assertThat(erasure.state()).isInstanceOf(ErasureState.Lifting.class);
  }
}
