package io.habeas.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTest {

  @ParameterizedTest
  @ValueSource(strings = {"email", "NL-AWR-52", "accounts-db.payments", "a:b_c", "7"})
  void shouldTakeCodes(String text) {
    assertThat(Code.isCode(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ann@example.org", "two words", "line\n", "naïve", "a/b"})
  void shouldNotTakeWhatCouldBeAPersons(String text) {
    assertThat(Code.isCode(text)).isFalse();
  }

  @Test
  void shouldTakeNothingLongerThanACode() {
    assertThat(Code.isCode("x".repeat(96))).isTrue();
    assertThat(Code.isCode("x".repeat(97))).isFalse();
  }

  @Test
  void shouldNotQuoteWhatIsNoCode() {
    assertThatThrownBy(() -> new IdentifierType("ann@example.org"))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("ann");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "store.dlq"})
  void shouldNotNameAParticipantSoThatItSpeaksOnAnothersTopic(String name) {
    assertThatThrownBy(() -> new ParticipantId(name)).isInstanceOf(IllegalArgumentException.class);
  }
}
