package io.habeas.storeagent.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.habeas.storeagent.map.ErasureStrategy;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {
  private final Masking masking = new Masking(value -> "hash-of-" + value, new Random(7));

  @Test
  void shouldCutWhatItWritesToWhatTheFieldHolds() {
    // given
    OptionalInt six = OptionalInt.of(6);

    // then
    assertThat(masking.text(new ErasureStrategy.KeyedHash(), "Ada", six)).contains("hash-o");
    assertThat(masking.text(new ErasureStrategy.Constant("REDACTED"), "Ada", six))
        .contains("REDACT");
    assertThat(masking.text(new ErasureStrategy.KeyedHash(), "Ada", OptionalInt.empty()))
        .contains("hash-of-Ada");
    assertThat(masking.text(new ErasureStrategy.Randomised(), "Ada Lovelace", six).orElseThrow())
        .matches("[A-Z][a-z]{2} [A-Z][a-z]");
  }

  @Test
  void shouldCountCharactersAndNotTheirHalves() {
    assertThat(Cut.to(OptionalInt.of(2), "a😀b")).isEqualTo("a😀");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Some street 1, 1012 AB Amsterdam, The Netherlands | NL
          Some street 1, 1012 AB Amsterdam, Netherlands     | NL
          Straße 1; 10115 Berlin; Deutschland               | DE
          Rue 1, 75001 Paris, france                        | FR
          Calle 1, Madrid, ES                               | ES
          Via 1, Roma, ITALIA                               | IT
          Rehtori 1, Helsinki, Suomi                        | FI
          """)
  void shouldLeaveTheCountryOfAnAddress(String address, String country) {
    assertThat(Countries.in(address)).contains(country);
  }

  @Test
  void shouldLeaveTheCountryOnTheLastLine() {
    assertThat(Countries.in("Ada Lovelace\r\nSome street 1\r\n\r\nIreland\r\n")).contains("IE");
  }

  @ParameterizedTest
  @CsvSource({"Some street 1", "'Some street 1, Amsterdam'", "' , ,'", "''", "'Netherlands, Ada'"})
  void shouldLeaveNothingWhereThereIsNoCountry(String address) {
    assertThat(Countries.in(address)).isEmpty();
    assertThat(masking.text(new ErasureStrategy.CountryOnly(), address, OptionalInt.empty()))
        .isEmpty();
  }

  @Test
  void shouldKnowWhichStrategiesStoresCannotCarryOut() {
    assertThat(
            List.of(
                new ErasureStrategy.KeyedHash(),
                new ErasureStrategy.Randomised(),
                new ErasureStrategy.CountryOnly()))
        .allMatch(Masking::worksOut);
    assertThat(
            List.of(
                new ErasureStrategy.Nulled(),
                new ErasureStrategy.Constant("x"),
                new ErasureStrategy.Kept(),
                new ErasureStrategy.Generalised(ErasureStrategy.Unit.YEAR)))
        .noneMatch(Masking::worksOut);
  }

  @Test
  void shouldRefuseADateAsText() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                masking.text(
                    new ErasureStrategy.Generalised(ErasureStrategy.Unit.YEAR),
                    "2026-01-01",
                    OptionalInt.empty()))
        .withMessage("Expected a strategy for text but it is for dates");
  }
}
