package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.orchestrator.erasure.ErasureCommand.Ask;
import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureCommand.Tell;
import io.habeas.orchestrator.erasure.ErasureState.Abandoned;
import io.habeas.orchestrator.erasure.ErasureState.Completed;
import io.habeas.orchestrator.erasure.ErasureState.Erasing;
import io.habeas.orchestrator.erasure.ErasureState.Halted;
import io.habeas.orchestrator.erasure.ErasureState.Lifting;
import io.habeas.orchestrator.erasure.ErasureState.Locating;
import io.habeas.orchestrator.erasure.ErasureState.NotStarted;
import io.habeas.orchestrator.erasure.ErasureState.Restricting;
import io.habeas.orchestrator.erasure.ErasureState.Retaining;
import io.habeas.orchestrator.erasure.ErasureState.Verifying;
import io.habeas.process.Policy.Undeliverable;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasurePhase;
import io.habeas.schemas.avro.HaltReason;
import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErasurePolicyTest {
  private static final Retention TAX =
      new Retention(
          "payments",
          "tax",
          RetentionGround.ART_17_3_B,
          "NL-AWR-52",
          "NL",
          7,
          Instant.parse("2030-01-01T00:00:00Z"),
          Instant.parse("2033-12-31T00:00:00Z"));

  private final Erasure erasure =
      new Erasure().requiring("accounts", "email").requiring("orders", "email", "account_id");

  @Test
  void shouldAskEverybodyOnceARequestIsAccepted() {
    // when
    erasure.accepted("email");

    // then
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(new Report.PhaseStarted(ErasurePhase.LOCATING, ids("accounts", "orders"))),
            erasure.asked("accounts", 1, new Task.Locate(1)),
            erasure.asked("orders", 1, new Task.Locate(1)));
    assertThat(erasure.state()).isInstanceOf(Locating.class);
    assertThat(erasure.wakeUp()).isEqualTo(erasure.now().plusSeconds(30));
  }

  @Test
  void shouldDoNothingBeforeARequestIsAccepted() {
    // when
    erasure.located("accounts", 1, 3);
    erasure.erased("accounts", 1, 3);
    erasure.ends();
    erasure.wakesUp();

    // then
    assertThat(erasure.state()).isEqualTo(new NotStarted());
    assertThat(erasure.everSaid()).isEmpty();
    assertThat(erasure.ignored())
        .containsExactly(
            "unknown-request", "unknown-request", "unknown-request", "unknown-request");
  }

  @Test
  void shouldCompleteInFullOnceEverybodyErasedAndVerified() {
    // given
    erasure.accepted("email");
    erasure.located("accounts", 1, 3);
    erasure.located("orders", 1, 0);

    // when
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(
                new Report.ParticipantDone(
                    new ParticipantId("orders"), ErasurePhase.LOCATING, null)),
            erasure.told(
                new Report.Planned(
                    1,
                    List.of(
                        Store.unknown(new ParticipantId("accounts"))
                            .located(List.of(new Holding("records", 3)), List.of()),
                        Store.unknown(new ParticipantId("orders"))
                            .located(List.of(new Holding("records", 0)), List.of())),
                    List.of())),
            erasure.told(
                new Report.PhaseStarted(ErasurePhase.RESTRICTING, ids("accounts", "orders"))),
            erasure.asked("accounts", 2, new Task.Restrict()),
            erasure.asked("orders", 2, new Task.Restrict()));
    erasure.restricted("orders", 2);
    erasure.restricted("accounts", 2);
    assertThat(erasure.said())
        .contains(
            erasure.asked("accounts", 3, new Task.Erase(ErasureGround.ART_17_1_B)),
            erasure.asked("orders", 3, new Task.Erase(ErasureGround.ART_17_1_B)));
    erasure.erased("accounts", 3, 3);
    erasure.erased("orders", 3, 0);
    assertThat(erasure.said())
        .contains(
            erasure.asked("accounts", 4, new Task.Verify()),
            erasure.asked("orders", 4, new Task.Verify()));
    erasure.verified("accounts", 4);
    assertThat(erasure.state()).isInstanceOf(Verifying.class);
    erasure.verified("orders", 4);

    // then
    assertThat(erasure.state())
        .isInstanceOfSatisfying(
            Completed.class,
            completed -> {
              assertThat(completed.saga().told()).isEqualTo(Completion.ERASED_IN_FULL);
              assertThat(erasure.said())
                  .containsExactly(
                      erasure.told(
                          new Report.ParticipantDone(
                              new ParticipantId("orders"), ErasurePhase.VERIFYING, null)),
                      erasure.told(
                          new Report.ErasureCompleted(
                              Completion.ERASED_IN_FULL, completed.saga().stores())));
            });
    assertThat(erasure.wakeUp()).isNull();
  }

  @Test
  void shouldGoOnVisiblyWithoutCountingAndHidingWhereAStoreCannot() {
    // given
    erasure.accepted("email");
    erasure.located("accounts", 1, 3);
    erasure.offersNot("orders", 1, Action.LOCATE);
    erasure.restricted("accounts", 2);

    // when
    erasure.offersNot("orders", 2, Action.RESTRICT);

    // then
    assertThat(erasure.said())
        .startsWith(
            erasure.told(
                new Report.ParticipantDone(
                    new ParticipantId("orders"), ErasurePhase.RESTRICTING, Action.RESTRICT)))
        .contains(erasure.asked("orders", 3, new Task.Erase(ErasureGround.ART_17_1_B)));
  }

  @Test
  void shouldNotAskToLiftWhatAStoreCouldNotHide() {
    // given
    erasure.accepted("email");
    erasure.located("accounts", 1, 3);
    erasure.located("orders", 1, 1);
    erasure.offersNot("orders", 2, Action.RESTRICT);

    // when
    erasure.ends();

    // then
    assertThat(erasure.said())
        .filteredOn(Ask.class::isInstance)
        .containsExactly(erasure.asked("accounts", 3, new Task.Lift()));
  }

  @ParameterizedTest
  @EnumSource(names = {"ERASE", "VERIFY"})
  void shouldHaveAPersonSeeToWhatAStoreCannotEraseOrProveErased(Action missing) {
    // given
    erasure.accepted("email");
    erasure.located("accounts", 1, 3);
    erasure.located("orders", 1, 1);
    erasure.restricted("accounts", 2);
    erasure.restricted("orders", 2);
    erasure.erased("accounts", 3, 3);
    int step = 3;
    if (missing == Action.VERIFY) {
      erasure.erased("orders", 3, 1);
      erasure.verified("accounts", 4);
      step = 4;
    }

    // when
    erasure.offersNot("orders", step, missing);

    // then
    assertThat(erasure.state()).isInstanceOf(Halted.class);
    assertThat(erasure.said())
        .contains(
            erasure.told(new Report.ErasureHalted(HaltReason.ACTION_NOT_OFFERED, ids("orders"))));
  }

  @Test
  void shouldSayThatNothingIsHeldOnlyOnceThatIsVerified_L15() {
    // when
    erasure.accepted("email");
    erasure.everybody(0);

    // then
    assertThat(erasure.everSaid())
        .filteredOn(Ask.class::isInstance)
        .extracting(command -> ((Ask) command).task().getClass().getSimpleName())
        .containsExactly(
            "Locate", "Locate", "Restrict", "Restrict", "Erase", "Erase", "Verify", "Verify");
    assertThat(erasure.state())
        .isInstanceOfSatisfying(
            Completed.class,
            completed -> assertThat(completed.saga().told()).isEqualTo(Completion.NOTHING_HELD));
  }

  @Test
  void shouldReportWhatIsKeptWithGroundStatuteAndExpiry_L19_L20() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(10);

    // when
    erasure.happens(
        new ErasureEvent.RecordsErased(
            new ParticipantId("accounts"),
            3,
            List.of(
                new CollectionErasure("payments", 0, 0, 7),
                new CollectionErasure("settings", 3, 0, 0)),
            List.of(TAX),
            erasure.now(),
            erasure.now()));
    erasure.erased("orders", 3, 0);
    erasure.verified("accounts", 4);
    erasure.verified("orders", 4);

    // then
    assertThat(erasure.state())
        .isInstanceOfSatisfying(
            Retaining.class,
            completed -> {
              assertThat(completed.saga().told()).isEqualTo(Completion.ERASED_IN_PART);
              assertThat(completed.saga().stores().getFirst().retained()).containsExactly(TAX);
            });
  }

  @Test
  void shouldAskAgainWhoCanFindMoreByWhatAnotherYielded() {
    // given
    erasure.accepted("email");
    erasure.located("orders", 1, 0);

    // when
    erasure.located("accounts", 1, 3, "account_id");

    // then
    assertThat(erasure.said())
        .contains(
            erasure.told(new Report.PhaseStarted(ErasurePhase.LOCATING, ids("orders"))),
            erasure.asked("orders", 2, new Task.Locate(2)))
        .doesNotContain(erasure.asked("accounts", 2, new Task.Locate(2)));

    // when
    erasure.located("orders", 2, 5, "account_id");

    // then
    assertThat(erasure.state()).isInstanceOf(Restricting.class);
  }

  @Test
  void shouldHaltForAPersonWhereTheSubjectIsAmbiguous_L11() {
    // given
    erasure.accepted("email");

    // when
    erasure.ambiguous("accounts", 1);

    // then
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(new Report.ErasureHalted(HaltReason.AMBIGUOUS_SUBJECT, ids("accounts"))));
    assertThat(erasure.state()).isInstanceOf(Locating.class);

    // when
    erasure.located("orders", 1, 2);

    // then
    assertThat(erasure.state()).isInstanceOf(Halted.class);
    assertThat(erasure.wakeUp()).isNull();

    // when
    erasure.ends();

    // then
    assertThat(erasure.state()).isInstanceOf(Abandoned.class);
    assertThat(erasure.said()).containsExactly(erasure.told(new Report.ErasureAbandoned()));
  }

  @Test
  void shouldEraseAgainWhatTheProbeFoundLeft() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(10);
    erasure.erased("accounts", 3, 9);
    erasure.erased("orders", 3, 10);

    // when
    erasure.residue("accounts", 4);

    // then
    assertThat(erasure.said())
        .containsExactly(
            erasure.asked("accounts", 5, new Task.Erase(ErasureGround.ART_17_1_B)),
            erasure.waits("accounts", ErasurePhase.VERIFYING, WaitReason.RESIDUE, 30));

    // when
    erasure.erased("accounts", 5, 1);

    // then
    assertThat(erasure.said()).containsExactly(erasure.asked("accounts", 6, new Task.Verify()));

    // when
    erasure.verified("accounts", 6);
    erasure.verified("orders", 4);

    // then
    assertThat(erasure.state())
        .isInstanceOfSatisfying(
            Completed.class,
            completed ->
                assertThat(completed.saga().stores().getFirst().outcomes())
                    .containsExactly(new CollectionErasure("records", 10, 0, 0)));
  }

  @Test
  void shouldHaltForAPersonWhereResidueRemains() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(10);
    erasure.erased("accounts", 3, 9);
    erasure.erased("orders", 3, 10);
    erasure.verified("orders", 4);

    // when
    int step = 4;
    for (int i = 0; i < 3; i++) {
      erasure.residue("accounts", step);
      erasure.erased("accounts", step + 1, 0);
      step += 2;
    }
    erasure.residue("accounts", step);

    // then
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(new Report.ErasureHalted(HaltReason.RESIDUE_REMAINS, ids("accounts"))));
    assertThat(erasure.state()).isInstanceOf(Halted.class);
  }

  @Test
  void shouldLiftInReverseOrderWhenTheRequestEndsBeforeThePointOfNoReturn() {
    // given
    erasure.accepted("email");
    erasure.located("accounts", 1, 3);
    erasure.located("orders", 1, 3);
    erasure.restricted("accounts", 2);

    // when
    erasure.ends();

    // then
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(new Report.PhaseStarted(ErasurePhase.LIFTING, ids("orders", "accounts"))),
            erasure.asked("orders", 3, new Task.Lift()),
            erasure.asked("accounts", 3, new Task.Lift()));

    // when
    erasure.restricted("orders", 2);
    erasure.lifted("orders", 3);

    // then
    assertThat(erasure.ignored()).containsExactly("stale-step");
    assertThat(erasure.state()).isInstanceOf(Lifting.class);

    // when
    erasure.lifted("accounts", 3);

    // then
    assertThat(erasure.state()).isInstanceOf(Abandoned.class);
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(
                new Report.ParticipantDone(
                    new ParticipantId("accounts"), ErasurePhase.LIFTING, null)),
            erasure.told(new Report.ErasureAbandoned()));
  }

  @Test
  void shouldOnlyGoForwardAfterThePointOfNoReturn() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(10);

    // when
    erasure.ends();

    // then
    assertThat(erasure.ignored()).containsExactly("past-the-point-of-no-return");
    assertThat(erasure.state()).isInstanceOf(Erasing.class);
  }

  @Test
  void shouldWaitWithReasonAndAskTheSameStepAgainAfterGrowingPauses() {
    // given
    erasure.accepted("email");
    erasure.located("orders", 1, 3);

    // when
    erasure.deferred("accounts", 1, WaitReason.MAP_MISMATCH);

    // then
    assertThat(erasure.said())
        .containsExactly(
            erasure.waits("accounts", ErasurePhase.LOCATING, WaitReason.MAP_MISMATCH, 5));

    // when
    erasure.after(Duration.ofSeconds(5)).wakesUp();

    // then
    assertThat(erasure.said()).containsExactly(erasure.asked("accounts", 1, new Task.Locate(1)));

    // when
    erasure.deferred("accounts", 1, WaitReason.MAP_MISMATCH);

    // then
    assertThat(erasure.said()).isEmpty();
    assertThat(erasure.wakeUp()).isEqualTo(erasure.now().plusSeconds(10));
    assertThat(erasure.state()).isInstanceOf(Locating.class);
  }

  @Test
  void shouldNameWhoDoesNotAnswer() {
    // given
    erasure.accepted("email");
    erasure.located("orders", 1, 3);

    // when
    erasure.after(Duration.ofSeconds(30)).wakesUp();

    // then
    assertThat(erasure.said())
        .containsExactly(
            erasure.asked("accounts", 1, new Task.Locate(1)),
            erasure.waits("accounts", ErasurePhase.LOCATING, WaitReason.NO_ANSWER, 60));

    // when
    erasure.after(Duration.ofSeconds(60)).wakesUp();

    // then
    assertThat(erasure.said()).containsExactly(erasure.asked("accounts", 1, new Task.Locate(1)));
  }

  @Test
  void shouldLetOthersGoOnWhileATopicIsMissing() {
    // given
    erasure.accepted("email");

    // when
    erasure.undeliverable("accounts", 1, Undeliverable.TOPIC_MISSING);
    erasure.located("orders", 1, 3);

    // then
    assertThat(erasure.everSaid())
        .contains(erasure.waits("accounts", ErasurePhase.LOCATING, WaitReason.TOPIC_MISSING, 5));
    assertThat(erasure.state()).isInstanceOf(Locating.class);

    // when
    erasure.after(Duration.ofSeconds(5)).wakesUp();

    // then
    assertThat(erasure.said()).containsExactly(erasure.asked("accounts", 1, new Task.Locate(1)));
  }

  @Test
  void shouldAskWithALaterStepWhoHasSeenALaterOne() {
    // given
    erasure.accepted("email");
    erasure.superseded("accounts", 1, 7);

    // when
    erasure.after(Duration.ofSeconds(5)).wakesUp();

    // then
    assertThat(erasure.said()).contains(erasure.asked("accounts", 8, new Task.Locate(1)));
  }

  @Test
  void shouldIgnoreAndCountWhatDoesNotAnswerWhatIsOwed() {
    // given
    erasure.accepted("email");
    erasure.located("accounts", 1, 3);

    // when
    erasure.accepted("email");
    erasure.located("accounts", 1, 4);
    erasure.restricted("orders", 1);
    erasure.located("orders", 2, 1);
    erasure.located("nobody", 1, 1);
    erasure.located("orders", 1, 1);
    erasure.deferred("orders", 1, WaitReason.RECORD_LOCKED);

    // then
    assertThat(erasure.ignored())
        .containsExactly(
            "duplicate",
            "duplicate",
            "other-task",
            "future-step",
            "unknown-participant",
            "stale-step");
  }

  @Test
  void shouldIgnoreWhatComesAfterTheEnd() {
    // given
    erasure.accepted("email");
    erasure.everybody(1);

    // when
    erasure.residue("accounts", 4);
    erasure.ends();
    erasure.accepted("email");
    erasure.wakesUp();

    // then
    assertThat(erasure.ignored()).containsExactly("closed", "closed", "closed");
    assertThat(erasure.state()).isInstanceOf(Completed.class);
  }

  @Test
  void shouldBringInWhoBecameRequiredBeforeItCompletes() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(4);
    erasure.erased("accounts", 3, 4);
    erasure.erased("orders", 3, 4);
    erasure.verified("accounts", 4);

    // when
    erasure.requiring("crm", "email");
    erasure.verified("orders", 4);

    // then
    assertThat(erasure.said())
        .contains(
            erasure.told(new Report.PhaseStarted(ErasurePhase.LOCATING, ids("crm"))),
            erasure.asked("crm", 1, new Task.Locate(2)));

    // when
    erasure.ends();
    erasure.located("crm", 1, 2);
    erasure.restricted("crm", 2);
    erasure.erased("crm", 3, 2);
    erasure.verified("crm", 4);

    // then
    assertThat(erasure.ignored()).containsExactly("past-the-point-of-no-return");
    assertThat(erasure.state())
        .isInstanceOfSatisfying(
            Completed.class,
            completed ->
                assertThat(completed.saga().stores())
                    .extracting(Store::participant)
                    .containsExactlyElementsOf(ids("accounts", "orders", "crm")));
  }

  @Test
  void shouldSendEverybodyBackWhoCanFindMoreByWhatANewcomerYielded() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(4);
    erasure.requiring("crm", "email");
    erasure.erased("accounts", 3, 4);
    erasure.erased("orders", 3, 4);

    // when
    erasure.located("crm", 1, 2, "account_id");

    // then
    assertThat(erasure.said()).contains(erasure.asked("orders", 4, new Task.Locate(3)));

    // when
    erasure.located("orders", 4, 1);

    // then
    assertThat(erasure.said())
        .contains(
            erasure.asked("orders", 5, new Task.Restrict()),
            erasure.asked("crm", 2, new Task.Restrict()));
  }

  @Test
  void shouldTellAnOutcomeAgainThatCouldNotBeTold() {
    // given
    erasure.accepted("email");
    erasure.everybody(1);
    Tell outcome = (Tell) erasure.said().getLast();

    // when
    erasure.happens(
        erasure.policy().undeliverable(outcome, Undeliverable.TOPIC_FORBIDDEN, erasure.now()));

    // then
    assertThat(erasure.wakeUp()).isEqualTo(erasure.now().plusSeconds(30));

    // when
    erasure.after(Duration.ofSeconds(30)).wakesUp();

    // then
    assertThat(erasure.said()).endsWith(erasure.told(outcome.report()));
    assertThat(erasure.wakeUp()).isNull();
  }

  @Test
  void shouldStopForAPersonWhenRoundsDoNotEnd() {
    // given
    Erasure endless =
        new Erasure().requiring("a", "email", "account_id").requiring("b", "email", "account_id");
    endless.accepted("email");

    // when
    endless.located("a", 1, 1);
    endless.located("b", 1, 1, "account_id");
    int a = 1;
    int b = 1;
    while (endless.state() instanceof Locating) {
      endless.located("a", ++a, 1, "account_id");
      if (endless.state() instanceof Locating) {
        endless.located("b", ++b, 1, "account_id");
      }
    }

    // then
    assertThat(endless.state()).isInstanceOf(Halted.class);
    assertThat(endless.said())
        .contains(endless.told(new Report.ErasureHalted(HaltReason.AMBIGUOUS_SUBJECT, ids("b"))));
    assertThat(a + b).isEqualTo(Erasure.ROUNDS + 1);
  }

  @Test
  void shouldRefuseToWorkWithNobodyRequired() {
    assertThatThrownBy(
            () ->
                new ErasurePolicy(
                    List.of(),
                    ErasureOrder.none(),
                    Erasure.PAUSES,
                    new ErasurePolicy.Terms(
                        8,
                        3,
                        Duration.ZERO,
                        Erasure.ZONE,
                        Plan.Approval.unneeded(),
                        Period.ofDays(7),
                        Duration.ZERO)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected at least one required participant but none is configured");
  }

  private static List<ParticipantId> ids(String... names) {
    return List.of(names).stream().map(ParticipantId::new).toList();
  }
}
