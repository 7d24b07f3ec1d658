package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.habeas.participant.Action;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.Outcome.RecordsErased;
import io.habeas.participant.Retained;
import org.junit.jupiter.api.Test;

/** What a duty keeps is told, with the duty and its end (Art. 17(3); legal rules L19, L20). */
interface RetainingContract extends ContractPart {

  @Test
  default void shouldTellWhatItKeepsUnderWhichRuleAndUntilWhen_L19_L20() {
    // given
    RecordsErased erased = erasedWithSomethingKept();

    // then
    assertThat(erased.retained())
        .extracting(Retained::rule)
        .contains(trial().store().retentionRule().orElseThrow());
    assertThat(erased.retained())
        .allSatisfy(
            kept -> {
              assertThat(kept.records()).isPositive();
              assertThat(kept.statute()).isNotBlank();
              assertThat(kept.jurisdiction()).isNotBlank();
              assertThat(kept.firstExpiry()).isBeforeOrEqualTo(kept.lastExpiry());
            });
    assertThat(erased.outcomes().stream().mapToLong(CollectionOutcome::retained).sum())
        .isEqualTo(erased.retained().stream().mapToLong(Retained::records).sum());
    assertThat(trial().perform(Action.VERIFY, 3, Outcome.class))
        .isEqualTo(new Outcome.ErasureVerified());
  }

  @Test
  default void shouldTellTheSameOfWhatItKeepsWithTheNextStep() {
    // given
    RecordsErased erased = erasedWithSomethingKept();
    String before = trial().store().contents();

    // when
    RecordsErased again = trial().perform(Action.ERASE, 3, RecordsErased.class);

    // then
    assertThat(again.retained()).isEqualTo(erased.retained());
    assertThat(trial().store().contents()).isEqualTo(before);
  }

  private RecordsErased erasedWithSomethingKept() {
    trial().needs(Action.ERASE);
    assumeThat(trial().store().retentionRule()).as("a rule to keep something").isPresent();
    trial().settle(4);
    trial().performIfOffered(Action.LOCATE, 1);
    return trial().perform(Action.ERASE, 2, RecordsErased.class);
  }
}
