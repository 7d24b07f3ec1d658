package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.declaration.Declaration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is declared is what can be done, in names that may travel. */
interface DeclaringContract extends ContractPart {
  Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,96}");

  @Test
  default void shouldDeclareWhatItDoesAndWhatItHolds() {
    // when
    Declaration declared = trial().instance().declaration();

    // then
    assertThat(declared.actions()).isNotEmpty().isEqualTo(trial().holder().actions());
    assertThat(declared.needs()).isNotEmpty().allMatch(CODE.asMatchPredicate());
    assertThat(declared.yields()).allMatch(CODE.asMatchPredicate());
    assertThat(declared.collections()).isNotEmpty().allMatch(CODE.asMatchPredicate());
  }

  @Test
  default void shouldBeFitForItsTasks() {
    assertThat(trial().holder().unfit()).isEmpty();
  }
}
