package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.Outcome.RecordsErased;
import io.habeas.participant.Outcome.ResidueFound;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is erased is gone, is counted, and is looked for again by somebody else (Art. 17). */
interface ErasingContract extends ContractPart {

  @Test
  default void shouldEraseEverythingOfThePersonAndNothingOfTheirNeighbours() {
    // given
    trial().needs(Action.ERASE);
    Counts held = trial().settle(6);
    Map<Person, String> neighbours = trial().neighbours();
    trial().performIfOffered(Action.LOCATE, 1);

    // when
    RecordsErased erased = trial().perform(Action.ERASE, 2, RecordsErased.class);

    // then
    assertThat(sums(erased.outcomes())).isEqualTo(held);
    assertThat(trial().perform(Action.VERIFY, 3, Outcome.class))
        .isEqualTo(new Outcome.ErasureVerified());
    assertThat(trial().neighbours()).isEqualTo(neighbours);
    if (trial().store().retentionRule().isEmpty()) {
      assertThat(trial().store().contentsOf(Person.SUBJECT)).isEmpty();
    }
  }

  @Test
  default void shouldEraseSomebodyWithoutRecords() {
    // given
    trial().needs(Action.ERASE);
    Counts held = trial().settle(0);
    trial().performIfOffered(Action.LOCATE, 1);

    // when
    RecordsErased erased = trial().perform(Action.ERASE, 2, RecordsErased.class);

    // then
    assertThat(sums(erased.outcomes())).isEqualTo(held);
    assertThat(trial().perform(Action.VERIFY, 3, Outcome.class))
        .isEqualTo(new Outcome.ErasureVerified());
  }

  @Test
  default void shouldFindWhatWasNeverErased() {
    // given
    trial().needs(Action.VERIFY);
    trial().settle(3);
    trial().performIfOffered(Action.LOCATE, 1);
    String before = trial().store().contents();

    // when
    Outcome verified = trial().perform(Action.VERIFY, 2, Outcome.class);

    // then
    assertThat(verified).isInstanceOf(ResidueFound.class);
    assertThat(trial().store().contents()).isEqualTo(before);
  }

  @Test
  default void shouldFindWhatAnErasureLeftAndEraseItWithTheNextStep() {
    // given
    trial().needs(Action.ERASE);
    trial().settle(3);
    trial().performIfOffered(Action.LOCATE, 1);
    trial().perform(Action.ERASE, 2, RecordsErased.class);
    trial().store().leaveBehind(Person.SUBJECT);

    // when
    Outcome verified = trial().perform(Action.VERIFY, 3, Outcome.class);
    trial().perform(Action.ERASE, 4, RecordsErased.class);

    // then
    assertThat(verified).isInstanceOf(ResidueFound.class);
    assertThat(((ResidueFound) verified).residue().isEmpty()).isFalse();
    assertThat(trial().perform(Action.VERIFY, 5, Outcome.class))
        .isEqualTo(new Outcome.ErasureVerified());
  }

  /** What became of the records of each collection, taken together. */
  static Counts sums(List<CollectionOutcome> outcomes) {
    Map<String, Long> sums = new HashMap<>();
    for (CollectionOutcome outcome : outcomes) {
      sums.merge(
          outcome.collection(),
          outcome.erased() + outcome.anonymised() + outcome.retained(),
          Long::sum);
    }
    return new Counts(sums);
  }
}
