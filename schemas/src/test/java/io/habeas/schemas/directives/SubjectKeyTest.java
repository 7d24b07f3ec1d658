package io.habeas.schemas.directives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Part of the contract with whoever follows directives, in whatever language. */
class SubjectKeyTest {
  private static final byte[] KEY = key(1);

  private static byte[] key(int first) {
    byte[] key = new byte[SubjectKey.BYTES];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (first + i);
    }
    return key;
  }

  @Test
  void shouldNameAPersonAsPublished() {
    // The same by: printf '\0\0\0\5emailann@example.org' | openssl dgst -sha256 -mac HMAC
    //   -macopt hexkey:0102..20, its first 16 bytes in base64url.
    assertThat(new SubjectKey(KEY).subject("email", "ann@example.org"))
        .isEqualTo("vlor50vpVstwijl91iWTCA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ann@Example.org", " ann@example.org\t", "ANN@EXAMPLE.ORG"})
  void shouldNameThemTheSameHoweverTheAddressIsWritten(String written) {
    SubjectKey key = new SubjectKey(KEY);
    assertThat(key.subject("email", written)).isEqualTo(key.subject("email", "ann@example.org"));
  }

  @Test
  void shouldTellApartWhatIsNotTheSame() {
    // given
    SubjectKey key = new SubjectKey(KEY);

    // when
    String person = key.subject("account_id", "a77");

    // then
    assertThat(person)
        .isNotEqualTo(key.subject("account_id", "A77"))
        .isNotEqualTo(key.subject("account_ida", "77"))
        .isNotEqualTo(new SubjectKey(key(2)).subject("account_id", "a77"))
        .matches("[A-Za-z0-9_-]{22}");
  }

  @Test
  void shouldNameTheSameFromManyThreads() {
    // given
    SubjectKey key = new SubjectKey(KEY);

    // when
    var named =
        IntStream.range(0, 2_000)
            .parallel()
            .mapToObj(i -> key.subject("account_id", String.valueOf(i % 10)))
            .distinct();

    // then
    assertThat(named).hasSize(10);
  }

  @Test
  void shouldTakeNoKeyOfAnotherLength() {
    assertThatThrownBy(() -> new SubjectKey(Arrays.copyOf(KEY, 16)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected a key of 32 bytes but got 16");
  }
}
