package io.habeas.verifier.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentifierTest {

  @ParameterizedTest
  @ValueSource(strings = {"ann@example.org", " Ann@Example.ORG ", "ANN@EXAMPLE.ORG\n"})
  void shouldTakeSpellingsOfAnAddressAsOne(String spelling) {
    assertThat(Identifier.of("email", spelling))
        .isEqualTo(new Identifier("email", "ann@example.org"));
  }

  @Test
  void shouldMailToTheFormThatIsGranted_L11() {
    // given a look-alike, the Kelvin sign, that lower-cases to an ASCII letter
    Identifier identifier = Identifier.of("email", "mi\u212Ae@example.org");

    // then the code goes to the very address whose data the proof would open
    assertThat(identifier.value()).isEqualTo("mike@example.org");
  }

  @Test
  void shouldKeepCaseOfOtherTypes() {
    assertThat(Identifier.of("account_id", " A-7 ")).isEqualTo(new Identifier("account_id", "A-7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "ann", "ann@", "@example.org", "a@b@c", "a b@c.org", "a@b\r\nBcc: c@d"})
  void shouldRefuseWhatIsNoAddressWithoutQuotingIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identifier.of("email", text))
        .withMessageStartingWith("Expected ")
        .withMessageNotContaining("Bcc");
  }

  @Test
  void shouldNotPrintItsValue() {
    assertThat(Identifier.of("email", "ann@example.org")).hasToString("email:***");
  }
}
