package io.habeas.endtoend;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryMarkTest {
  private static final String TEXT = "name=\"Qzkanarie\"";

  @Test
  void shouldFindAMarkInEveryFormThatTextTakes() {
    assertThat(CanaryMark.in(TEXT)).contains("text");
    assertThat(CanaryMark.in(TEXT.getBytes(UTF_16LE))).contains("UTF-16 text");
    assertThat(CanaryMark.in(HexFormat.of().formatHex("qzkanarie".getBytes(UTF_8))))
        .contains("hexadecimal text");
    assertThat(CanaryMark.in("account " + (CanaryMark.NUMBER + 17))).contains("text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "abcd"})
  void shouldFindAMarkInBase64WhereverItStands(String before) {
    String encoded = Base64.getEncoder().encodeToString((before + "qzkanarie@x").getBytes(UTF_8));

    assertThat(CanaryMark.in(encoded)).contains("Base64");
  }

  @Test
  void shouldFindAMarkedNumberInBinary() {
    byte[] big = ByteBuffer.allocate(12).putInt(7).putLong(CanaryMark.NUMBER + 3).array();
    byte[] little =
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(CanaryMark.NUMBER + 3)
            .array();

    assertThat(CanaryMark.in(big)).contains("a big-endian number");
    assertThat(CanaryMark.in(little)).contains("a little-endian number");
  }

  @Test
  void shouldFindNothingWhereThereIsNone() {
    assertThat(CanaryMark.in("request 318c44cf-18e5-4c3f-bfd9-2a72db405cc7 of email"))
        .isEqualTo(Optional.empty());
  }
}
