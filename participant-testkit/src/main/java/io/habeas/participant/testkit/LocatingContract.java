package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Located;
import io.habeas.participant.Outcome.HoldingsLocated;
import io.habeas.participant.YieldedIdentifier;
import org.junit.jupiter.api.Test;

/** To locate is to count what is the person's, and to change nothing. */
interface LocatingContract extends ContractPart {

  @Test
  default void shouldLocateExactlyWhatIsThePersons() {
    // given
    trial().needs(Action.LOCATE);
    Counts held = trial().settle(7);
    String before = trial().store().contents();

    // when
    HoldingsLocated located = trial().perform(Action.LOCATE, 1, HoldingsLocated.class);

    // then
    assertThat(located.holdings()).isEqualTo(held);
    assertThat(located.ambiguous()).isFalse();
    assertThat(trial().store().contents()).isEqualTo(before);
    assertThat(held.records().keySet()).isSubsetOf(trial().instance().declaration().collections());
  }

  @Test
  default void shouldLocateSomebodyWithoutRecords() {
    // given
    trial().needs(Action.LOCATE);
    Counts held = trial().settle(0);

    // when
    HoldingsLocated located = trial().perform(Action.LOCATE, 1, HoldingsLocated.class);

    // then
    assertThat(located.holdings()).isEqualTo(held);
  }

  @Test
  default void shouldYieldOnlyTypesThatAreDeclaredAndOnlyThePersonsOwnIdentifiers_L11()
      throws Deferred {
    // given
    trial().needs(Action.LOCATE);
    trial().settle(3);

    // when
    Located located = trial().holder().locate(trial().task(1));

    // then
    assertThat(located.yields())
        .extracting(YieldedIdentifier::type)
        .isSubsetOf(trial().instance().declaration().yields());
    assertThat(located.yields()).allMatch(found -> found.field().contains("."));
    for (Person neighbour : Person.NEIGHBOURS) {
      Identifiers theirs = trial().store().identifiers(neighbour);
      assertThat(located.yields())
          .noneMatch(found -> theirs.of(found.type()).contains(found.value()));
    }
  }
}
