package io.habeas.storeagent.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MentionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "write to ada@example.com | true",
        "ADA@Example.com, please | true",
        "It was <ada@example.com>. | true",
        "It was ada@example.com. | true",
        "It was ada@example.com.And more | false",
        "ada@example.com.evil.example | false",
        "not.ada@example.com | false",
        "ada@example.community | false",
        "ada (at) example.com | false",
        "x-ada@example.com or ada@example.com | true"
      })
  void shouldFindAnAddressInTextButNotInALongerOne(String text, boolean expected) {
    // when
    boolean found = Mentions.in(text, "ada@example.com");

    // then
    assertThat(found).isEqualTo(expected);
  }
}
