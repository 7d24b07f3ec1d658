package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureCommand.Tell;
import io.habeas.orchestrator.erasure.ErasureState.Abandoned;
import io.habeas.orchestrator.erasure.ErasureState.AwaitingApproval;
import io.habeas.orchestrator.erasure.ErasureState.Locating;
import io.habeas.orchestrator.erasure.ErasureState.OnHold;
import io.habeas.orchestrator.erasure.ErasureState.Restricting;
import io.habeas.process.Policy.Undeliverable;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.EndCause;
import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.Treatment;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is to be erased is told before anything is hidden, and may need a person's approval. */
class PlanTest {
  private static final Treated ERASED =
      new Treated("records", Set.of(Treatment.ERASED), Set.of(), Set.of());
  private static final Treated KEPT =
      new Treated(
          "records",
          Set.of(Treatment.ERASED),
          Set.of("null"),
          Set.of(new Treated.Duty("tax", RetentionGround.ART_17_3_B, "NL-AWR-52", "NL")));

  private final Erasure erasure =
      new Erasure().requiring("accounts", "email").requiring("orders", "email").approvedAbove(100);

  @Test
  void shouldTellWhatIsToBeErasedAndGoOnWhereItIsLittle() {
    // given
    erasure.accepted("email");
    erasure.located("accounts", 1, 1);

    // when
    erasure.located("orders", 1, 99);

    // then
    assertThat(erasure.state()).isInstanceOf(Restricting.class);
    assertThat(erasure.said())
        .extracting(said -> said instanceof Tell tell ? tell.report() : said)
        .filteredOn(Report.Planned.class::isInstance)
        .singleElement(type(Report.Planned.class))
        .satisfies(
            planned -> {
              assertThat(planned.plan()).isEqualTo(1);
              assertThat(planned.stores())
                  .flatExtracting(Store::holdings)
                  .extracting(holding -> holding.records())
                  .containsExactly(1L, 99L);
            });
  }

  @Test
  void shouldDoNothingUntilAPersonApprovesOfMuch() {
    // given
    erasure.accepted("email");
    erasure.located("accounts", 1, 1);
    erasure.located("orders", 1, 100);

    // then
    assertThat(erasure.state()).isInstanceOf(AwaitingApproval.class);
    assertThat(erasure.said()).contains(erasure.told(awaited(1)));
    assertThat(erasure.wakeUp()).isNull();

    // when
    UUID wrong = erasure.approved(2);

    // then
    assertThat(erasure.said()).containsExactly(erasure.told(new Report.ApprovalNotTaken(wrong)));

    // when
    UUID decision = erasure.approved(1);

    // then: everybody counts again
    assertThat(erasure.state()).isInstanceOf(Locating.class);
    assertThat(erasure.said())
        .contains(
            erasure.told(new Report.ApprovalTaken(decision)),
            erasure.asked("accounts", 2, new Task.Locate(1)),
            erasure.asked("orders", 2, new Task.Locate(1)));

    // when: within a tenth of what was approved
    erasure.located("accounts", 2, 1);
    erasure.located("orders", 2, 110);

    // then
    assertThat(erasure.state()).isInstanceOf(Restricting.class);
  }

  @Test
  void shouldAskAgainWhenWhatWasApprovedIsNotWhatIsThere() {
    // given
    erasure.accepted("email");
    erasure.located("accounts", 1, 1);
    erasure.located("orders", 1, 200);
    erasure.approved(1);
    erasure.located("accounts", 2, 1);

    // when
    erasure.located("orders", 2, 20);

    // then
    assertThat(erasure.state()).isInstanceOf(AwaitingApproval.class);
    assertThat(erasure.said()).contains(erasure.told(awaited(2)));
  }

  @Test
  void shouldEndAtOnceWhereNothingWasApproved() {
    // given
    erasure.accepted("email");
    erasure.located("accounts", 1, 1);
    erasure.located("orders", 1, 200);

    // when
    erasure.endingAsked(EndCause.REFUSED);

    // then
    assertThat(erasure.state()).isInstanceOf(Abandoned.class);
    assertThat(erasure.everSaid())
        .noneMatch(
            said -> said instanceof ErasureCommand.Ask ask && !(ask.task() instanceof Task.Locate));
  }

  @Test
  void shouldPlanAnewAfterAHold() {
    // given
    erasure.accepted("email");
    erasure.located("accounts", 1, 1);
    erasure.located("orders", 1, 200);
    UUID hold = erasure.held();
    assertThat(erasure.state()).isInstanceOf(OnHold.class);

    // when
    erasure.released(hold);
    erasure.located("accounts", 2, 1);
    erasure.located("orders", 2, 300);

    // then
    assertThat(erasure.state()).isInstanceOf(AwaitingApproval.class);
    assertThat(erasure.said()).contains(erasure.told(awaited(2)));
  }

  @Test
  void shouldTellAPlanAgainThatCouldNotBeTold() {
    // given
    erasure.accepted("email");
    erasure.located("accounts", 1, 1);
    erasure.located("orders", 1, 200);
    Tell awaited = erasure.told(awaited(1));

    // when
    erasure.happens(
        erasure.policy().undeliverable(awaited, Undeliverable.TOPIC_MISSING, erasure.now()));
    erasure.after(Duration.ofSeconds(30)).wakesUp();

    // then
    assertThat(erasure.said()).containsExactly(erasure.told(awaited(1)));
  }

  @Test
  void shouldWaitAgainWhereWhatWasApprovedWouldBeTreatedInAnotherWay() {
    // given
    erasure.accepted("email");
    erasure.treats(ERASED);
    erasure.located("accounts", 1, 1);
    erasure.located("orders", 1, 200);
    erasure.approved(1);

    // when
    erasure.located("accounts", 2, 1);
    erasure.treats(KEPT);
    erasure.located("orders", 2, 200);

    // then
    assertThat(erasure.state()).isInstanceOf(AwaitingApproval.class);
    assertThat(erasure.said()).contains(erasure.told(awaited(2)));
  }

  @Test
  void shouldNotMindHowAStoreTreatsWhatItDoesNotHold() {
    // given
    erasure.accepted("email");
    erasure.treats(ERASED);
    erasure.located("accounts", 1, 0);
    erasure.located("orders", 1, 200);
    erasure.approved(1);

    // when
    erasure.located("orders", 2, 200);
    erasure.treats(KEPT);
    erasure.located("accounts", 2, 0);

    // then
    assertThat(erasure.state()).isInstanceOf(Restricting.class);
  }

  @Test
  void shouldSayWhichStoresOfThePlanAreHeld() {
    // given
    UUID hold = erasure.storeHeld("orders");
    erasure.accepted("email");

    // when
    erasure.located("accounts", 1, 1);
    erasure.located("orders", 1, 1);

    // then
    assertThat(erasure.said())
        .extracting(said -> said instanceof Tell tell ? tell.report() : said)
        .filteredOn(Report.Planned.class::isInstance)
        .singleElement(type(Report.Planned.class))
        .satisfies(
            planned ->
                assertThat(planned.holds())
                    .containsExactly(new Hold(hold, new ParticipantId("orders"))));
  }

  private Report awaited(int plan) {
    List<Store> stores = ((AwaitingApproval) erasure.state()).saga().stores();
    return new Report.ApprovalAwaited(plan, stores, List.of());
  }
}
