package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.ErasureState.Completed;
import io.habeas.orchestrator.erasure.ErasureState.Locating;
import io.habeas.orchestrator.erasure.ErasureState.Uncovered;
import io.habeas.process.Policy.Undeliverable;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.WaitReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No request closes while a required participant cannot be relied on. */
class CoverageTest {
  private static final ParticipantId ACCOUNTS = new ParticipantId("accounts");
  private static final ParticipantId ORDERS = new ParticipantId("orders");

  private final Erasure erasure =
      new Erasure().requiring("accounts", "email").requiring("orders", "email");

  @ParameterizedTest
  @EnumSource(
      names = {
        "NOT_DECLARED",
        "UNFIT",
        "STALE",
        "CANARY_FAILED",
        "TOPIC_MISSING",
        "TOPIC_FORBIDDEN"
      })
  void shouldStayOpenAndNameTheParticipant(WaitReason reason) {
    // given
    amiss("accounts", reason);
    erasure.accepted("email");

    // when
    erasure.everybody(3);

    // then
    assertThat(erasure.state()).isInstanceOf(Uncovered.class);
    assertThat(erasure.said()).contains(erasure.missing("accounts", reason));
    assertThat(erasure.waitsFor()).containsExactly("accounts");
    assertThat(erasure.wakeUp()).isNull();

    // when
    erasure.after(Duration.ofHours(1)).known("accounts", new StoreFact.Fit(ACCOUNTS));
    erasure.obstacle("accounts", null).factsChange();

    // then
    assertThat(erasure.state()).isInstanceOf(Completed.class);
    assertThat(erasure.said().getFirst())
        .isEqualTo(
            erasure.told(new Report.ParticipantDone(ACCOUNTS, ErasurePhase.VERIFYING, null)));
    assertThat(erasure.said().getLast())
        .isInstanceOfSatisfying(
            ErasureCommand.Tell.class,
            tell -> assertThat(tell.report()).isInstanceOf(Report.ErasureCompleted.class));
    assertThat(erasure.waitsFor()).isEmpty();
  }

  private void amiss(String name, WaitReason reason) {
    ParticipantId id = new ParticipantId(name);
    switch (reason) {
      case NOT_DECLARED -> erasure.notKnown(name);
      case UNFIT -> erasure.known(name, new StoreFact.Unfit(id));
      case STALE -> erasure.known(name, new StoreFact.Stale(id));
      case CANARY_FAILED -> erasure.known(name, new StoreFact.CanaryFailed(id));
      case TOPIC_MISSING -> erasure.obstacle(name, Undeliverable.TOPIC_MISSING);
      case TOPIC_FORBIDDEN -> erasure.obstacle(name, Undeliverable.TOPIC_FORBIDDEN);
      default -> throw new AssertionError(reason);
    }
  }

  @Test
  void shouldSayWhatIsAnotherNowAndKeepSinceWhenTheRestIs() {
    // given
    amiss("accounts", WaitReason.STALE);
    amiss("orders", WaitReason.STALE);
    erasure.accepted("email");
    erasure.everybody(3);
    ErasureCommand orders = erasure.missing("orders", WaitReason.STALE);
    assertThat(erasure.said()).contains(orders);

    // when
    erasure.after(Duration.ofMinutes(5));
    amiss("accounts", WaitReason.UNFIT);
    erasure.factsChange();

    // then
    assertThat(erasure.said()).containsExactly(erasure.missing("accounts", WaitReason.UNFIT));
    assertThat(erasure.state())
        .isInstanceOfSatisfying(
            Uncovered.class,
            s ->
                assertThat(s.missing())
                    .containsExactly(
                        new Missing(ACCOUNTS, WaitReason.UNFIT, erasure.now()),
                        new Missing(
                            ORDERS, WaitReason.STALE, erasure.now().minus(Duration.ofMinutes(5)))));

    // when
    erasure.known("accounts", new StoreFact.Fit(ACCOUNTS)).factsChange();

    // then
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(new Report.ParticipantDone(ACCOUNTS, ErasurePhase.VERIFYING, null)));
    assertThat(erasure.waitsFor()).containsExactly("orders");
  }

  @Test
  void shouldSayNothingAgainWhereNothingIsAnother() {
    // given
    amiss("accounts", WaitReason.STALE);
    erasure.accepted("email");
    erasure.everybody(3);

    // when
    erasure.after(Duration.ofMinutes(5)).factsChange();

    // then
    assertThat(erasure.said()).isEmpty();
    assertThat(erasure.waitsFor()).containsExactly("accounts");
  }

  @Test
  void shouldNotHoldUpAnythingBefore() {
    // given
    amiss("accounts", WaitReason.STALE);
    erasure.accepted("email");

    // when
    erasure.untilErasing(3);
    erasure.factsChange();

    // then
    assertThat(erasure.ignored()).containsExactly("not-waiting");
    assertThat(erasure.state()).isInstanceOf(ErasureState.Erasing.class);
  }

  @Test
  void shouldTakeAPersonsWordForAParticipantThatDoesNotComeBack() {
    // given
    amiss("accounts", WaitReason.STALE);
    erasure.accepted("email");
    erasure.everybody(3);

    // when
    erasure.decided("orders", DecidedOutcome.ERASED);

    // then
    assertThat(erasure.state()).isInstanceOf(Uncovered.class);

    // when
    erasure.decided("accounts", DecidedOutcome.ERASED);

    // then
    assertThat(erasure.state()).isInstanceOf(Completed.class);
  }

  @Test
  void shouldHaveANewcomerCatchUpBeforeItCloses() {
    // given
    amiss("accounts", WaitReason.STALE);
    erasure.accepted("email");
    erasure.everybody(3);

    // when
    erasure.requiring("billing", "email");
    erasure.known("accounts", new StoreFact.Fit(ACCOUNTS)).factsChange();

    // then
    assertThat(erasure.state()).isInstanceOf(Locating.class);
    assertThat(erasure.said())
        .contains(erasure.asked("billing", 1, new ErasureCommand.Task.Locate(2)));
  }
}
