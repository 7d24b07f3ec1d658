package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.habeas.participant.Action;
import io.habeas.participant.Corrections;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.Outcome.HoldingsLocated;
import io.habeas.participant.Outcome.RecordsErased;
import io.habeas.participant.Outcome.RecordsRectified;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is wrong is put right, or what the person says is put beside it (Art. 16). */
interface RectifyingContract extends ContractPart {
  String STATEMENT = "statement-of-1-only";

  @Test
  default void shouldCorrectThePersonsRecordsAndNobodyElses_L18() throws Deferred {
    // given
    Corrections wanted = wanted();
    Map<Person, String> neighbours = trial().neighbours();

    // when
    RecordsRectified rectified = trial().perform(Action.RECTIFY, 2, RecordsRectified.class);

    // then
    assertThat(rectified.corrected().isEmpty()).isFalse();
    assertThat(trial().neighbours()).isEqualTo(neighbours);
    if (trial().offers(Action.EXPORT)) {
      var readOut = new ReadOut();
      trial().holder().export(trial().task(3), readOut);
      assertThat(wanted.values().values().stream().allMatch(readOut::tells))
          .as("whether every corrected value is read out")
          .isTrue();
    }
  }

  @Test
  default void shouldReportWhatStandsCorrectedWhereItIsCorrectedAlready() {
    // given
    wanted();
    RecordsRectified first = trial().perform(Action.RECTIFY, 2, RecordsRectified.class);
    String before = trial().store().contents();

    // when
    RecordsRectified second = trial().perform(Action.RECTIFY, 3, RecordsRectified.class);

    // then
    assertThat(second).isEqualTo(first);
    assertThat(trial().store().contents()).isEqualTo(before);
  }

  @Test
  default void shouldStillFindThePersonForTheRestOfTheRequest() {
    // given
    wanted();
    trial().needs(Action.LOCATE, Action.ERASE);
    HoldingsLocated before = trial().perform(Action.LOCATE, 2, HoldingsLocated.class);
    trial().perform(Action.RECTIFY, 3, RecordsRectified.class);

    // when
    HoldingsLocated located = trial().perform(Action.LOCATE, 4, HoldingsLocated.class);
    trial().perform(Action.ERASE, 5, RecordsErased.class);

    // then
    assertThat(located.holdings()).isEqualTo(before.holdings());
    assertThat(trial().perform(Action.VERIFY, 6, Outcome.class))
        .isEqualTo(new Outcome.ErasureVerified());
  }

  @Test
  default void shouldReadOutAStatementThatItTakesAndForgetItWithTheRecord_L18() throws Deferred {
    // given
    trial().needs(Action.RECTIFY, Action.EXPORT, Action.ERASE);
    trial().settle(3);
    trial().performIfOffered(Action.LOCATE, 1);
    trial().vault().corrects(new Corrections(Map.of(), Optional.of(STATEMENT)));
    RecordsRectified rectified = trial().perform(Action.RECTIFY, 2, RecordsRectified.class);
    assumeThat(rectified.supplemented().records()).as("where statements are put").isNotEmpty();
    var readOut = new ReadOut();

    // when
    trial().holder().export(trial().task(3), readOut);
    trial().perform(Action.ERASE, 4, RecordsErased.class);

    // then
    assertThat(readOut.tells(STATEMENT)).isTrue();
    assertThat(trial().perform(Action.VERIFY, 5, Outcome.class))
        .isEqualTo(new Outcome.ErasureVerified());
    if (trial().store().retentionRule().isEmpty()) {
      var afterwards = new ReadOut();
      trial().holder().export(trial().task(6), afterwards);
      assertThat(afterwards.tells(STATEMENT)).isFalse();
    }
  }

  private Corrections wanted() {
    trial().needs(Action.RECTIFY);
    trial().settle(4);
    trial().performIfOffered(Action.LOCATE, 1);
    Corrections wanted = corrections(trial());
    trial().vault().corrects(wanted);
    return wanted;
  }

  /** What the store under test has corrected; skips the test if that is nothing. */
  static Corrections corrections(Trial trial) {
    Corrections wanted = trial.store().corrections(Person.SUBJECT);
    assumeThat(wanted.values()).as("values that this store lets be corrected").isNotEmpty();
    return wanted;
  }
}
