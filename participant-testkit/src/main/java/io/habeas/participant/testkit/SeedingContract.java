package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.participant.Outcome;
import io.habeas.participant.Outcome.HoldingsLocated;
import io.habeas.participant.Outcome.RecordsErased;
import io.habeas.participant.Outcome.SubjectSeeded;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Somebody made up is found and erased like anybody else. */
interface SeedingContract extends ContractPart {

  @Test
  default void shouldLocateAndEraseSomebodyMadeUp() {
    // given
    trial().needs(Action.SEED, Action.LOCATE, Action.ERASE);
    trial().settle(3);
    trial().about(Person.NOBODY);
    Map<Person, String> neighbours = trial().neighbours();
    String before = trial().store().contents();

    // when
    SubjectSeeded seeded = trial().perform(Action.SEED, 1, SubjectSeeded.class);
    HoldingsLocated located = trial().perform(Action.LOCATE, 2, HoldingsLocated.class);
    RecordsErased erased = trial().perform(Action.ERASE, 3, RecordsErased.class);
    Outcome verified = trial().perform(Action.VERIFY, 4, Outcome.class);

    // then
    assertThat(seeded.seeded().isEmpty()).isFalse();
    assertThat(located.holdings()).isEqualTo(seeded.seeded());
    assertThat(ErasingContract.sums(erased.outcomes())).isEqualTo(seeded.seeded());
    assertThat(verified).isEqualTo(new Outcome.ErasureVerified());
    assertThat(trial().neighbours()).isEqualTo(neighbours);
    if (trial().store().retentionRule().isEmpty()
        && erased.outcomes().stream().allMatch(outcome -> outcome.anonymised() == 0)) {
      assertThat(trial().store().contents()).isEqualTo(before);
    }
  }
}
