package io.habeas.storeagent.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPatternTest {

  @ParameterizedTest
  @CsvSource({
    "session:{account_id}:*, session:4:abc, 4",
    "session:{account_id}:*, session:4:a:b:c, 4",
    "session:{account_id}:*, session:42:abc, 42",
    "session:{account_id}:*, session:4:, 4",
    "session:{account_id}:*, session:4,",
    "session:{account_id}:*, xsession:4:abc,",
    "user:{account_id}, user:4, 4",
    "user:{account_id}, user:4:profile,",
    "user:{account_id}, user:,",
    "user:{account_id}:profile, user:4:profile, 4",
    "user:{account_id}:profile, user:4:profiles,",
    "a:*:{account_id}:*, a:b:4:c:5:d, 4",
    "'{account_id}/*', 4/chess, 4",
    "user{account_id}, user4, 4",
  })
  void shouldReadFromAKeyWhoseItIs(String pattern, String key, String value) {
    assertThat(pattern(pattern).valueIn(key)).isEqualTo(Optional.ofNullable(value));
  }

  @Test
  void shouldFindByNoValueWhatIsAnothersByTheKey() {
    // given
    KeyPattern pattern = pattern("session:{account_id}:*");

    // then
    assertThat(pattern.canHave("4:5")).isFalse();
    assertThat(pattern.canHave("")).isFalse();
    assertThat(pattern.canHave("\ud800")).isFalse();
    assertThat(pattern.canHave("a*?[x]\\")).isTrue();
  }

  @Test
  void shouldEscapeWhatRedisWouldReadAsAPattern() {
    assertThat(pattern("a[1]:{account_id}:*").glob(Optional.of("x*?\\]"), false))
        .isEqualTo("a\\[1\\]:x\\*\\?\\\\\\]:*");
    assertThat(pattern("m:{email}").glob(Optional.of("a@B.c"), true)).isEqualTo("m:[aA]@[bB].[cC]");
  }

  @Test
  void shouldTakeBytesThatAreNoText() {
    // given
    KeyPattern pattern = pattern("é:{account_id}:*");

    // then
    String key = Bytes.of("é:ü:") + "\u00ff\u00fe";
    assertThat(pattern.valueIn(key)).contains("ü");
    assertThat(pattern.withOther(key, "x")).isEqualTo(Bytes.of("é:x:") + "\u00ff\u00fe");
  }

  @ParameterizedTest
  @CsvSource({
    "user:{account_id}, user:{account_id}:profile, false",
    "user:{account_id}:*, user:{account_id}:profile, true",
    "user:{account_id}:*, user:{account_id}, false",
    "user:*, user:{account_id}, true",
    "session:{account_id}:*, sessions:{account_id}:*, false",
    "queue:*, room:*, false",
    "leaderboard, leaderboard, true",
  })
  void shouldSayWhetherAKeyCouldBeInBoth(String one, String other, boolean meet) {
    assertThat(pattern(one).meets(pattern(other))).isEqualTo(meet);
    assertThat(pattern(other).meets(pattern(one))).isEqualTo(meet);
  }

  private static KeyPattern pattern(String written) {
    return ((Patterns.Read.Fine) Patterns.read(written)).pattern();
  }
}
