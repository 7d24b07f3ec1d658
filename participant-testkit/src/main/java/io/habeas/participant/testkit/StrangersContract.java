package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Outcome;
import io.habeas.participant.Outcome.HoldingsLocated;
import io.habeas.participant.Outcome.RecordsErased;
import io.habeas.participant.Outcome.RecordsRestricted;
import io.habeas.participant.task.Answer;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Identifiers that are nobody's find nobody. */
interface StrangersContract extends ContractPart {

  @Test
  default void shouldHoldNothingOfAnUnknownPersonAndTouchNothing_L15() throws Deferred {
    // given
    trial().settle(3);
    trial().about(Person.NOBODY);

    // then
    assertNobodyIsFound();
  }

  @Test
  default void shouldTakeIdentifiersForNothingButValues() throws Deferred {
    // given
    trial().settle(3);
    trial()
        .vault()
        .hasOnly(
            HostileValues.of(
                trial().instance().declaration().needs(),
                trial().store().identifiers(Person.SUBJECT)));

    // then
    assertNobodyIsFound();
  }

  @Test
  default void shouldFindNobodyAndTouchNothingWithoutIdentifiers() {
    // given
    trial().settle(3);
    trial().vault().hasOnly(Identifiers.NONE);
    String before = trial().store().contents();

    for (Action action : Action.values()) {
      if (action != Action.EXPORT && action != Action.RECTIFY && trial().offers(action)) {
        // when
        Answer answer =
            trial().desk().answer(TaskDesk.task(action, trial().request(), action.ordinal() + 1));

        // then
        if (answer instanceof Answer.Done(var outcome)) {
          assertThat(isNothing(outcome)).as("whether %s found nobody", action).isTrue();
        }
      }
    }
    assertThat(trial().store().contents()).isEqualTo(before);
  }

  private void assertNobodyIsFound() throws Deferred {
    String before = trial().store().contents();
    if (trial().offers(Action.LOCATE)) {
      assertThat(trial().perform(Action.LOCATE, 1, Outcome.class))
          .isEqualTo(new HoldingsLocated(Counts.NONE, Set.of(), false));
    }
    if (trial().offers(Action.RESTRICT)) {
      assertThat(trial().perform(Action.RESTRICT, 2, Outcome.class))
          .isEqualTo(new RecordsRestricted(Counts.NONE));
    }
    if (trial().offers(Action.EXPORT)) {
      var readOut = new ReadOut();
      trial().holder().export(trial().task(3), readOut);
      assertThat(readOut.records()).isEqualTo(Counts.NONE);
    }
    if (trial().offers(Action.ERASE)) {
      assertThat(isNothing(trial().perform(Action.ERASE, 4, Outcome.class))).isTrue();
    }
    if (trial().offers(Action.VERIFY)) {
      assertThat(trial().perform(Action.VERIFY, 5, Outcome.class))
          .isEqualTo(new Outcome.ErasureVerified());
    }
    assertThat(trial().store().contents()).isEqualTo(before);
  }

  private static boolean isNothing(Outcome outcome) {
    return switch (outcome) {
      case HoldingsLocated located -> located.holdings().isEmpty() && !located.ambiguous();
      case RecordsRestricted(var restricted) -> restricted.isEmpty();
      case Outcome.RestrictionLifted(var lifted) -> lifted.isEmpty();
      case RecordsErased erased ->
          ErasingContract.sums(erased.outcomes()).isEmpty() && erased.retained().isEmpty();
      case Outcome.ExpiredErased expired ->
          ErasingContract.sums(expired.outcomes()).isEmpty() && expired.retained().isEmpty();
      case Outcome.ErasureVerified() -> true;
      case Outcome.ResidueFound(var residue) -> residue.isEmpty();
      case Outcome.RecordsExported exported -> exported.collections().isEmpty();
      case Outcome.RecordsRectified(var corrected, var supplemented) ->
          corrected.isEmpty() && supplemented.isEmpty();
      case Outcome.SubjectSeeded(var seeded) -> seeded.isEmpty();
    };
  }
}
