package io.habeas.verifier.canaries;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.verifier.vault.Identifier;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What nobody is found by. */
class MadeUpIdentifiersTest {
  private static final long EXACT_IN_JSON = 1L << 53;

  private final MadeUpIdentifiers madeUp = new MadeUpIdentifiers(new SplittableRandom(7));

  @Test
  void shouldMakeUpAnAddressToWhichNothingCanBeDelivered() {
    assertThat(madeUp.of(List.of("email")))
        .singleElement()
        .satisfies(made -> assertThat(made.value()).endsWith(".invalid"));
  }

  @Test
  void shouldMakeUpANumberThatNoTelephoneHas() {
    assertThat(madeUp.of(List.of("phone_number")))
        .singleElement()
        .satisfies(made -> assertThat(made.value()).matches("\\+999\\d{12}"));
  }

  @Test
  void shouldOfferAStoreANumberAndAUuidWhereItsFormIsNotKnown() {
    // when
    List<Identifier> made = madeUp.of(List.of("account_id", "account_id"));

    // then
    assertThat(made).extracting(Identifier::type).containsExactly("account_id", "account_id");
    assertThat(Long.parseLong(made.getFirst().value()))
        .isBetween(1_000_000_000_000_000L, EXACT_IN_JSON);
    assertThat(UUID.fromString(made.getLast().value())).hasToString(made.getLast().value());
  }

  @Test
  void shouldMakeUpOthersEveryTime() {
    assertThat(madeUp.of(List.of("email", "account_id")))
        .doesNotContainAnyElementsOf(madeUp.of(List.of("email", "account_id")));
  }
}
