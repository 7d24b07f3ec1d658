package io.habeas.storeagent.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomOfSameShapeTest {
  private final RandomOfSameShape random = new RandomOfSameShape(new Random(7));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Ada Lovelace        | [A-Z][a-z]{2} [A-Z][a-z]{7}
          +31 (0)20-123 45 67 | \\+[0-9]{2} \\([0-9]\\)[0-9]{2}-[0-9]{3} [0-9]{2} [0-9]{2}
          NL91ABNA0417164300  | [A-Z]{2}[0-9]{2}[A-Z]{4}[0-9]{10}
          Ünal Öz             | [A-Z][a-z]{3} [A-Z][a-z]
          --                  | [a-z]{2}
          7                   | [0-9]
          a@b                 | [a-z]@[a-z]
          """)
  void shouldKeepTheShapeAndNotTheValue(String value, String shape) {
    for (int i = 0; i < 50; i++) {
      assertThat(random.text(value)).matches(shape).isNotEqualTo(value);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@mail.example",
        "a@bc.invalid",
        "first.last+tag@some-company.example.org",
        "someone.with.a.long.name@x.io",
        "12@a.com",
        "a@b.co",
        "o'hara@uni.edu"
      })
  void shouldMakeAMailAddressThatNobodyHas(String value) {
    for (int i = 0; i < 50; i++) {
      assertThat(random.text(value))
          .hasSameSizeAs(value)
          .isNotEqualTo(value)
          .matches("[a-z0-9]+@[a-z0-9]+\\.(invalid|z+)");
    }
  }

  @Test
  void shouldLeaveNothingAsNothing() {
    assertThat(random.text("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        9,
        10,
        99,
        100,
        127,
        999,
        10_000,
        32_767,
        99_999,
        1_000_000_000,
        2_147_483_647L,
        9_999_999_999L,
        1_000_000_000_000_000_000L,
        Long.MAX_VALUE
      })
  void shouldMakeANumberThatFitsWhereTheOldOneDid(long value) {
    for (int i = 0; i < 200; i++) {
      long made = random.number(value);
      assertThat(made).isNotEqualTo(value).isNotNegative();
      assertThat(Long.toString(made)).hasSameSizeAs(Long.toString(value));
      assertThat(fits(made, value)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -10, -128, -2_147_483_647L})
  void shouldKeepTheSign(long value) {
    for (int i = 0; i < 50; i++) {
      assertThat(random.number(value)).isNotPositive().isNotEqualTo(value);
    }
  }

  @RepeatedTest(20)
  void shouldCopeWithTheLeastNumber() {
    assertThat(random.number(Long.MIN_VALUE)).isNegative();
  }

  private static boolean fits(long made, long value) {
    return (value > Byte.MAX_VALUE || made <= Byte.MAX_VALUE)
        && (value > Short.MAX_VALUE || made <= Short.MAX_VALUE)
        && (value > Integer.MAX_VALUE || made <= Integer.MAX_VALUE);
  }
}
