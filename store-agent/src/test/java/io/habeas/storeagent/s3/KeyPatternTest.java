package io.habeas.storeagent.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPatternTest {
  private static final KeyPattern IMAGES = below("images/", "/");
  private static final KeyPattern AVATARS =
      new KeyPattern("avatars/", Optional.of("account_id"), ".png", false);

  @Test
  void shouldEndTheValueSoThatFourNeverBeginsFortyTwo() {
    // when
    String four = IMAGES.of("4").orElseThrow();

    // then
    assertThat(four).isEqualTo("images/4/");
    assertThat(IMAGES.of("42").orElseThrow()).doesNotStartWith(four);
    assertThat(AVATARS.of("4")).contains("avatars/4.png");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "..", "4/5", "/", "4/../5", "..5", "5..", "4\\5", "4\n", "4\u0000", "\u007f",
        "\u0085", "\ud800"
      })
  void shouldMatchNothingWhereTheValueCouldLeadElsewhere(String value) {
    // then
    assertThat(IMAGES.of(value)).isEmpty();
    assertThat(below("", "/").of(value)).isEmpty();
    assertThat(below("images/.", "/").of(value)).isEmpty();
  }

  @Test
  void shouldNeverMatchWhatIsTheAgentsOwn() {
    // then
    assertThat(below("", "/").of(".habeas")).isEmpty();
    assertThat(below(".", "/").of("habeas")).isEmpty();
    assertThat(below("", "/").of(".habeas2")).contains(".habeas2/");
  }

  @Test
  void shouldMatchNothingThatNoKeyCanBe() {
    // then
    assertThat(IMAGES.of("x".repeat(1024))).isEmpty();
    assertThat(IMAGES.of("ü".repeat(509))).isEmpty();
    assertThat(IMAGES.of("ü".repeat(508))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "a b", "ä+%2F", "{x}", "a.b", "~", "😀", "images"})
  void shouldReadTheValueThatWasPutIn(String value) {
    // then
    assertThat(IMAGES.valueIn(IMAGES.of(value).orElseThrow() + "cat.png")).contains(value);
    assertThat(IMAGES.valueIn(IMAGES.of(value).orElseThrow())).contains(value);
    assertThat(AVATARS.valueIn(AVATARS.of(value).orElseThrow())).contains(value);
    KeyPattern inside = below("t/img-", "-x/y/");
    assertThat(inside.valueIn(inside.of(value).orElseThrow() + "z")).contains(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"images/", "images", "images/4", "images//x", "image/4/x", ""})
  void shouldReadNoValueFromOtherKeys(String key) {
    // then
    assertThat(IMAGES.valueIn(key)).isEmpty();
  }

  @Test
  void shouldReadNoValueFromKeysBesideAWholeKey() {
    // then
    assertThat(AVATARS.valueIn("avatars/.png")).isEmpty();
    assertThat(AVATARS.valueIn("avatars/4/5.png")).isEmpty();
    assertThat(AVATARS.valueIn("avatars/4.png/x")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "images/|/, images/|/, true",
    "images/|/, images/|/thumbs/, true",
    "images/|/, thumbs/|/, false",
    "images/|/a/, images/|/b/, false",
    "images/a-|/, images/b-|/, false",
    "images/a-|/, images/|/, true",
    "images/|-a/, images/|-b/, false",
    "images/|/, images/fixed/|/, true",
    "|/, images/|/, true",
  })
  void shouldTellWhetherAKeyCouldBeInBoth(String one, String other, boolean meets) {
    // given
    KeyPattern first = pattern(one);
    KeyPattern second = pattern(other);

    // then
    assertThat(first.meets(second)).isEqualTo(meets);
    assertThat(second.meets(first)).isEqualTo(meets);
  }

  @Test
  void shouldTellWholeKeysFromWhatIsBelow() {
    // given
    KeyPattern key = new KeyPattern("images/", Optional.of("account_id"), "", false);

    // then
    assertThat(key.meets(IMAGES)).isFalse();
    assertThat(key.meets(key)).isTrue();
    assertThat(new KeyPattern("images/", Optional.of("a"), "/x", false).meets(IMAGES)).isTrue();
    assertThat(AVATARS.meets(new KeyPattern("avatars/", Optional.empty(), "", true))).isTrue();
  }

  private static KeyPattern pattern(String text) {
    return below(text.substring(0, text.indexOf('|')), text.substring(text.indexOf('|') + 1));
  }

  private static KeyPattern below(String before, String after) {
    return new KeyPattern(before, Optional.of("account_id"), after, true);
  }
}
