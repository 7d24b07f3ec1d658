package io.habeas.storeagent.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/**
 * Redis' strings are bytes. Inside this package they are Java strings with one character for each
 * byte, which can be compared, put into maps and searched.
 */
final class Bytes {
  private Bytes() {}

  /** The bytes of {@code text} in UTF-8. */
  static String of(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  static String of(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  static byte[] array(String bytes) {
    return bytes.getBytes(ISO_8859_1);
  }

  /** What the bytes say in UTF-8; empty if they say nothing in it. */
  static Optional<String> text(String bytes) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(array(bytes))).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Whether {@code text} has bytes at all: half of a pair of surrogates has none. */
  static boolean canBe(String text) {
    return UTF_8.newEncoder().canEncode(text);
  }
}
