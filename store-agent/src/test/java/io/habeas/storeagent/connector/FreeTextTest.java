package io.habeas.storeagent.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Identifiers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreeTextTest {

  @Test
  void shouldNotLookForWhatStandsInManyTexts() {
    assertThat(
            FreeText.sought(
                new Identifiers(
                    Map.of(
                        "account_id", List.of("12345", "123456"), "email", List.of(" a@b.nl ")))))
        .containsExactly("123456", "a@b.nl");
  }

  @ParameterizedTest
  @CsvSource({
    "ada@example.com, Write to ADA@Example.com!, true",
    "ada@example.com, jada@example.com, false",
    "müller@example.com, MÜLLER@EXAMPLE.COM, true",
    "Зоя Иванова, говорит ЗОЯ ИВАНОВА, true",
    "a.b@example.com, aXb@example.com, false"
  })
  void shouldFindAnIdentifierByItselfInAnyCase(String value, String text, boolean found) {
    assertThat(FreeText.pattern(value).matcher(text).find()).isEqualTo(found);
  }
}
