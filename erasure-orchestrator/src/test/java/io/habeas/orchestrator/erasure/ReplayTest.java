package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.ErasureCommand.Ask;
import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureState.Completed;
import io.habeas.orchestrator.erasure.ErasureState.Erasing;
import io.habeas.orchestrator.erasure.ErasureState.Halted;
import io.habeas.orchestrator.erasure.ErasureState.Replaying;
import io.habeas.orchestrator.erasure.ErasureState.Retaining;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.RetentionGround;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A store that was restored from a backup erases again what it had erased since. */
class ReplayTest {
  private static final Task ERASE = new Task.Erase(ErasureGround.ART_17_1_B);
  private static final ParticipantId ORDERS = new ParticipantId("orders");
  private static final Retention TAX =
      new Retention(
          "payments",
          "tax",
          RetentionGround.ART_17_3_B,
          "NL-AWR-52",
          "NL",
          2,
          Instant.parse("2030-01-01T00:00:00Z"),
          Instant.parse("2030-01-01T00:00:00Z"));

  private final Erasure erasure =
      new Erasure().requiring("accounts", "email").requiring("orders", "email");

  private void completed() {
    erasure.accepted("email");
    erasure.everybody(3);
    assertThat(erasure.state()).isInstanceOf(Completed.class);
  }

  private void replays(String who, int step) {
    erasure.restricted(who, step);
    erasure.erased(who, step + 1, 3);
    erasure.verified(who, step + 2);
  }

  @Test
  void shouldHideEraseAndProveAgainInThatStoreAlone() {
    // given
    completed();
    List<Store> before = ((Completed) erasure.state()).saga().stores();

    // when
    UUID restoration = erasure.restored("orders");

    // then
    assertThat(erasure.state()).isInstanceOf(Replaying.class);
    assertThat(erasure.said())
        .endsWith(erasure.asked("orders", 5, new Task.Restrict()))
        .filteredOn(Ask.class::isInstance)
        .hasSize(1);
    erasure.restricted("orders", 5);
    assertThat(erasure.said())
        .containsExactly(erasure.entered("accounts", "orders"), erasure.asked("orders", 6, ERASE));
    erasure.erased("orders", 6, 3);
    assertThat(erasure.said()).containsExactly(erasure.asked("orders", 7, new Task.Verify()));
    erasure.verified("orders", 7);
    assertThat(erasure.said())
        .containsExactly(erasure.told(new Report.StoreReplayed(restoration, ORDERS)));
    assertThat(((Completed) erasure.state()).saga().stores()).isEqualTo(before);
  }

  @Test
  void shouldEraseAgainWhatTheProbeStillFindsAndStopForAPersonInTheEnd() {
    // given
    completed();
    UUID restoration = erasure.restored("orders");
    erasure.restricted("orders", 5);
    erasure.erased("orders", 6, 1);

    // when
    for (int step = 7; step < 13; step += 2) {
      erasure.residue("orders", step);
      assertThat(erasure.said()).contains(erasure.asked("orders", step + 1, ERASE));
      erasure.erased("orders", step + 1, 0);
    }
    erasure.residue("orders", 13);

    // then
    assertThat(erasure.state()).isInstanceOf(Halted.class);
    UUID decision = erasure.decided("orders", DecidedOutcome.ERASED);
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(new Report.OutcomeAdopted(decision, ORDERS)),
            erasure.told(new Report.StoreReplayed(restoration, ORDERS)));
    assertThat(erasure.state()).isInstanceOf(Completed.class);
  }

  @Test
  void shouldGoOnWithoutHidingWhereTheStoreCannot() {
    // given
    completed();
    erasure.restored("orders");

    // when
    erasure.offersNot("orders", 5, Action.RESTRICT);

    // then
    assertThat(erasure.said()).contains(erasure.asked("orders", 6, ERASE));
  }

  @Test
  void shouldStillKnowWhatIsKeptAndUntilWhen() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(3);
    erasure.erased("accounts", 3, 3);
    erasure.erasedKeeping("orders", 3, TAX);
    erasure.verified("accounts", 4);
    erasure.verified("orders", 4);
    assertThat(erasure.state()).isInstanceOf(Retaining.class);

    // when
    erasure.restored("orders");
    replays("orders", 5);

    // then
    assertThat(erasure.state())
        .isInstanceOfSatisfying(
            Retaining.class,
            retaining ->
                assertThat(retaining.saga().store(ORDERS).retained()).containsExactly(TAX));
  }

  @Test
  void shouldWaitForTheErasureUnderWayBeforeItErasesAgainAndCompletesOnlyThen() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(3);
    erasure.erased("orders", 3, 3);

    // when
    UUID restoration = erasure.restored("orders");

    // then
    assertThat(erasure.state()).isInstanceOf(Erasing.class);
    erasure.erased("accounts", 3, 3);
    erasure.verified("accounts", 4);
    erasure.verified("orders", 4);
    assertThat(erasure.state()).isInstanceOf(Replaying.class);
    replays("orders", 5);
    assertThat(erasure.said())
        .startsWith(erasure.told(new Report.StoreReplayed(restoration, ORDERS)));
    assertThat(erasure.state()).isInstanceOf(Completed.class);
  }

  @Test
  void shouldEraseASourceAgainBeforeWhatIsDerivedFromItAlsoWhileItIsHeld() {
    // given
    erasure.erasing("accounts", "orders");
    erasure.accepted("email");
    erasure.untilErasing(3);
    erasure.erased("accounts", 3, 3);
    erasure.erased("orders", 3, 3);
    erasure.verified("accounts", 4);
    erasure.verified("orders", 4);
    UUID hold = erasure.storeHeld("accounts");
    erasure.restored("accounts");

    // when
    erasure.restored("orders");

    // then
    assertThat(erasure.state()).isInstanceOf(Retaining.class);
    assertThat(erasure.said()).noneMatch(Ask.class::isInstance);
    erasure.storeReleased(hold, "accounts");
    assertThat(erasure.said())
        .filteredOn(Ask.class::isInstance)
        .containsExactly(erasure.asked("accounts", 5, new Task.Restrict()));
    replays("accounts", 5);
    assertThat(erasure.said()).endsWith(erasure.asked("orders", 5, new Task.Restrict()));
    replays("orders", 5);
    assertThat(erasure.state()).isInstanceOf(Completed.class);
  }

  @Test
  void shouldBeginAgainWhereTheStoreIsRestoredOnceMore() {
    // given
    completed();
    UUID first = erasure.restored("orders");
    erasure.restricted("orders", 5);

    // when
    UUID second = erasure.restored("orders");
    erasure.erased("orders", 6, 3);
    erasure.verified("orders", 7);

    // then
    assertThat(erasure.said())
        .startsWith(erasure.told(new Report.StoreReplayed(first, ORDERS)))
        .endsWith(erasure.asked("orders", 8, new Task.Restrict()));
    replays("orders", 8);
    assertThat(erasure.said())
        .containsExactly(erasure.told(new Report.StoreReplayed(second, ORDERS)));
  }

  @Test
  void shouldSayWhatNobodyCanEraseAgainAndWhatNeverWasErased() {
    // given
    completed();
    UUID id = UUID.randomUUID();

    // when
    erasure.happens(new ErasureEvent.ReplayRefused(id, ORDERS, erasure.now()));

    // then
    assertThat(erasure.said())
        .containsExactly(erasure.told(new Report.StoreNotReplayed(id, ORDERS)));
    UUID stranger = erasure.restored("archive");
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(new Report.StoreReplayed(stranger, new ParticipantId("archive"))));
    assertThat(erasure.state()).isInstanceOf(Completed.class);
  }
}
