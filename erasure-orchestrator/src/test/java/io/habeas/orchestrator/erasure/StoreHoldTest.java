package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureState.Completed;
import io.habeas.orchestrator.erasure.ErasureState.Expiring;
import io.habeas.orchestrator.erasure.ErasureState.OnHold;
import io.habeas.orchestrator.erasure.ErasureState.Retaining;
import io.habeas.orchestrator.erasure.ErasureState.Verifying;
import io.habeas.process.FactInputs.Acknowledgement;
import io.habeas.protocol.ParticipantId;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.RetentionGround;
import io.habeas.schemas.avro.StoreHoldEnded;
import io.habeas.schemas.avro.StoreHoldEventRecord;
import io.habeas.schemas.avro.StoreHoldInForce;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** Art. 17(3)(e), 18(1)(c): a store that is held as a whole, for whomever. */
class StoreHoldTest {
  private static final ParticipantId ACCOUNTS = new ParticipantId("accounts");
  private static final UUID HOLD = new UUID(4, 4);
  private static final Instant NOW = Instant.parse("2026-11-28T08:00:00Z");

  private final Erasure erasure =
      new Erasure().requiring("accounts", "email").requiring("orders", "email");

  @Test
  void shouldEraseEverywhereElseAndNameTheHold() {
    // given
    erasure.accepted("email");
    UUID hold = erasure.storeHeld("accounts");

    // when
    erasure.untilErasing(3);

    // then
    assertThat(erasure.said())
        .contains(erasure.asked("orders", 3, new Task.Erase(ErasureGround.ART_17_1_B)))
        .noneMatch(
            said -> said instanceof ErasureCommand.Ask ask && ask.participant().equals(ACCOUNTS));

    // when
    erasure.erased("orders", 3, 3);
    erasure.verified("orders", 4);

    // then
    assertThat(erasure.state()).isInstanceOf(OnHold.class);
    assertThat(erasure.said())
        .contains(
            erasure.told(new Report.OnHold(List.of(new Hold(hold, ACCOUNTS)), List.of(ACCOUNTS))));
    assertThat(erasure.waitsFor()).containsExactly("accounts");
  }

  @Test
  void shouldGoOnWhenTheHoldIsReleased() {
    // given
    erasure.accepted("email");
    UUID hold = erasure.storeHeld("accounts");
    erasure.untilErasing(3);
    erasure.erased("orders", 3, 3);
    erasure.verified("orders", 4);

    // when
    erasure.storeReleased(hold, "accounts");

    // then
    assertThat(erasure.said())
        .contains(erasure.asked("accounts", 3, new Task.Erase(ErasureGround.ART_17_1_B)));
    assertThat(erasure.waitsFor()).isEmpty();

    // when
    erasure.erased("accounts", 3, 3);
    erasure.verified("accounts", 4);

    // then
    assertThat(erasure.state()).isInstanceOf(Completed.class);
  }

  @Test
  void shouldStayOnHoldForAnother() {
    // given
    erasure.accepted("email");
    UUID one = erasure.storeHeld("accounts");
    UUID other = erasure.storeHeld("accounts");
    erasure.untilErasing(3);
    erasure.erased("orders", 3, 3);
    erasure.verified("orders", 4);

    // when
    erasure.storeReleased(one, "accounts");

    // then
    assertThat(erasure.state()).isInstanceOf(OnHold.class);
    assertThat(erasure.said())
        .containsExactly(
            erasure.told(new Report.OnHold(List.of(new Hold(other, ACCOUNTS)), List.of(ACCOUNTS))));
  }

  @Test
  void shouldMissNoReleaseThatWasDecidedByBeforeItWasToldOf() {
    // given
    erasure.accepted("email");
    UUID hold = erasure.storeHeld("accounts");
    erasure.untilErasing(3);
    erasure.erased("orders", 3, 3);
    erasure.verified("orders", 4);

    // when
    erasure.known(hold.toString(), new StoreFact.Released(hold, ACCOUNTS));
    erasure.released(erasure.held("accounts"));

    // then
    assertThat(erasure.state()).isInstanceOf(ErasureState.Erasing.class);
  }

  @Test
  void shouldNotTakeBackWhatWasAskedBefore() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(3);

    // when
    erasure.storeHeld("accounts");
    erasure.erased("accounts", 3, 3);
    erasure.erased("orders", 3, 3);

    // then
    assertThat(erasure.state()).isInstanceOf(Verifying.class);
  }

  @Test
  void shouldKeepBeyondItsExpiryWhatIsHeld_L20() {
    // given
    erasure.accepted("email");
    erasure.untilErasing(3);
    erasure.erasedKeeping("accounts", 3, payments());
    erasure.erased("orders", 3, 3);
    erasure.verified("accounts", 4);
    erasure.verified("orders", 4);
    UUID hold = erasure.storeHeld("accounts");

    // when
    erasure.at("2027-01-05T08:00:00Z").wakesUp();

    // then
    assertThat(erasure.state()).isInstanceOf(Retaining.class);
    assertThat(erasure.said()).isEmpty();
    assertThat(erasure.wakeUp()).isNull();
    assertThat(erasure.waitsFor()).containsExactly("accounts");

    // when
    erasure.storeReleased(hold, "accounts");

    // then
    assertThat(erasure.state()).isInstanceOf(Expiring.class);
  }

  @Test
  void shouldCountThoseThatHadAskedForErasureBefore() {
    // given
    erasure.accepted("email");

    // then
    assertThat(tooLate()).isFalse();

    // when
    erasure.untilErasing(3);

    // then
    assertThat(tooLate()).isTrue();

    // when
    erasure.erased("accounts", 3, 3);
    erasure.erased("orders", 3, 3);
    erasure.verified("accounts", 4);
    erasure.verified("orders", 4);

    // then
    assertThat(tooLate()).as("of a closed request nothing can be said").isFalse();
  }

  @Test
  void shouldSayOfEachPartitionWhereAHoldIsInForceAndOver() {
    assertThat(said(new StoreFact.Held(HOLD, ACCOUNTS, null), 7))
        .isEqualTo(new StoreHoldInForce(7L));
    assertThat(said(new StoreFact.Released(HOLD, ACCOUNTS), 0)).isEqualTo(new StoreHoldEnded());
    assertThat(ReadStoreHolds.acknowledgement(new StoreFact.Stale(ACCOUNTS), 3)).isEmpty();
  }

  private static Object said(StoreFact fact, long counted) {
    Acknowledgement<ErasureState> how = ReadStoreHolds.acknowledgement(fact, 3).orElseThrow();
    var outbound = how.said().apply(counted, NOW);
    assertThat(outbound.topic()).isEqualTo(Topics.STORE_HOLD_EVENTS);
    assertThat(outbound.key()).isEqualTo(HOLD + ":3");
    SpecificRecord record = outbound.value();
    assertThat(record)
        .isInstanceOfSatisfying(
            StoreHoldEventRecord.class,
            event -> {
              assertThat(event.getHoldId()).isEqualTo(HOLD);
              assertThat(event.getPartition()).isEqualTo(3);
              assertThat(event.getRecordedAt()).isEqualTo(NOW);
            });
    return ((StoreHoldEventRecord) Objects.requireNonNull(record)).getPayload();
  }

  private boolean tooLate() {
    return ReadStoreHolds.acknowledgement(new StoreFact.Held(HOLD, ACCOUNTS, null), 0)
        .orElseThrow()
        .counted()
        .test(erasure.state());
  }

  private static Retention payments() {
    return new Retention(
        "payments",
        "tax",
        RetentionGround.ART_17_3_B,
        "NL-AWR-52",
        "NL",
        2,
        Instant.parse("2027-01-01T00:00:00Z"),
        Instant.parse("2027-01-01T00:00:00Z"));
  }
}
