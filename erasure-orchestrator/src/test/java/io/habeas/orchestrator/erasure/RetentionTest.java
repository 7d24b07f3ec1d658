package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.ErasureCommand.Task;
import io.habeas.orchestrator.erasure.ErasureState.Completed;
import io.habeas.orchestrator.erasure.ErasureState.Expiring;
import io.habeas.orchestrator.erasure.ErasureState.Halted;
import io.habeas.orchestrator.erasure.ErasureState.Retaining;
import io.habeas.schemas.avro.Action;
import io.habeas.schemas.avro.Completion;
import io.habeas.schemas.avro.DecidedOutcome;
import io.habeas.schemas.avro.RetentionGround;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** L20: what was kept is erased at its expiry without anyone asking. */
class RetentionTest {
  private static final Instant FIRST = Instant.parse("2029-12-31T23:00:00Z");
  private static final Instant LAST = Instant.parse("2030-12-31T23:00:00Z");

  private final Erasure erasure =
      new Erasure().requiring("payments", "email").requiring("orders", "email");

  @BeforeEach
  void keepSeven() {
    erasure.accepted("email");
    erasure.untilErasing(7);
    erasure.erasedKeeping("payments", 3, tax(7, FIRST, LAST));
    erasure.erased("orders", 3, 7);
    erasure.verified("payments", 4);
    erasure.verified("orders", 4);
  }

  private static Retention tax(long records, Instant first, Instant last) {
    return new Retention(
        "payments", "tax", RetentionGround.ART_17_3_B, "NL-AWR-52", "NL", records, first, last);
  }

  @Test
  void shouldWakeUpWhenTheFirstRecordMayNoLongerBeKept_L20() {
    // then
    assertThat(erasure.state()).isInstanceOf(Retaining.class);
    assertThat(erasure.wakeUp()).isEqualTo(FIRST);
  }

  @Test
  void shouldEraseAtExpiryOnlyWhereSomethingIsKept_L20() {
    // when
    erasure.at(FIRST.toString()).wakesUp();

    // then
    assertThat(erasure.state()).isInstanceOf(Expiring.class);
    assertThat(erasure.said())
        .contains(erasure.asked("payments", 5, new Task.Expire(FIRST)))
        .doesNotContain(erasure.asked("orders", 5, new Task.Expire(FIRST)));
  }

  @Test
  void shouldKeepTheRestUntilItsOwnTimeAndThenNothing_L20() {
    // given
    erasure.at(FIRST.toString()).wakesUp();
    erasure.expired("payments", 5, 3, tax(4, LAST, LAST));
    assertThat(erasure.state()).isInstanceOf(Retaining.class);
    assertThat(erasure.wakeUp()).isEqualTo(LAST);

    // when
    erasure.at(LAST.toString()).wakesUp();
    erasure.expired("payments", 6, 4);

    // then
    assertThat(erasure.state())
        .isInstanceOfSatisfying(
            Completed.class,
            completed -> {
              assertThat(completed.saga().told()).isEqualTo(Completion.ERASED_IN_PART);
              assertThat(completed.saga().stores().getFirst().outcomes())
                  .containsExactly(new CollectionErasure("payments", 7, 0, 0));
              assertThat(erasure.said())
                  .endsWith(erasure.told(new Report.RetentionExpired(completed.saga().stores())));
            });
    assertThat(erasure.wakeUp()).isNull();
  }

  @Test
  void shouldNotTakeForKeptTooLongWhatEndedWhileTheStoreWasErasing_L20() {
    // given
    Instant soon = FIRST.plusSeconds(1);
    erasure.at(FIRST.toString()).wakesUp();

    // when
    erasure.at(FIRST.plusSeconds(2).toString());
    erasure.expired("payments", 5, 3, tax(4, soon, LAST));

    // then
    assertThat(erasure.state()).isInstanceOf(Expiring.class);
    assertThat(erasure.said())
        .contains(erasure.asked("payments", 6, new Task.Expire(FIRST.plusSeconds(2))));
  }

  @Test
  void shouldAskAgainAsOfTheSameInstantWhereNobodyAnswers() {
    // given
    erasure.at(FIRST.toString()).wakesUp();

    // when
    erasure.at(FIRST.plusSeconds(600).toString()).wakesUp();

    // then
    assertThat(erasure.said()).contains(erasure.asked("payments", 5, new Task.Expire(FIRST)));
  }

  @Test
  void shouldAskAgainWhereItIsKeptTooLongAndHaveAPersonSeeToItInTheEnd_L20() {
    // given
    erasure.at(FIRST.toString()).wakesUp();

    // when
    for (int step = 5; step < 9; step++) {
      assertThat(erasure.state()).isInstanceOf(Expiring.class);
      erasure.expired("payments", step, 0, tax(7, FIRST, LAST));
    }

    // then
    assertThat(erasure.state()).isInstanceOf(Halted.class);
    erasure.decided("payments", DecidedOutcome.ERASED);
    assertThat(erasure.state()).isInstanceOf(Completed.class);
  }

  @Test
  void shouldHaveAPersonSeeToWhatAStoreCannotEraseAtExpiry() {
    // given
    erasure.at(FIRST.toString()).wakesUp();

    // when
    erasure.offersNot("payments", 5, Action.EXPIRE);

    // then
    assertThat(erasure.state()).isInstanceOf(Halted.class);
  }

  @Test
  void shouldKeepWhatIsHeldBeyondItsExpiryUntilItIsReleased() {
    // given
    UUID hold = erasure.held("payments");
    assertThat(erasure.wakeUp()).isNull();
    erasure.at(FIRST.toString()).wakesUp();
    assertThat(erasure.state()).isInstanceOf(Retaining.class);

    // when
    erasure.released(hold);

    // then
    assertThat(erasure.state()).isInstanceOf(Expiring.class);
  }
}
