package io.habeas.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is planted wherever personal data can be, and recognised wherever none may be, also in the
 * forms that text takes on its way: other case, UTF-16, hexadecimal, Base64, a binary number.
 */
final class CanaryMark {
  /** In every planted text. No word of any language, so that nothing else is found by it. */
  static final String WORD = "qzkanarie";

  /** Every planted number is this or somewhat more. */
  static final long NUMBER = 83_141_592_650_000L;

  private static final String DIGITS = Long.toString(NUMBER / 10_000);

  /** Upper bytes that all planted numbers have in common, in both orders. */
  private static final List<Form> NUMBERS =
      List.of(
          new Form("a big-endian number", upper(NUMBER)),
          new Form("a little-endian number", reversed(upper(NUMBER))));

  private static final List<Form> TEXTS =
      Stream.of(WORD, DIGITS).flatMap(CanaryMark::forms).toList();

  private record Form(String name, byte[] bytes) {}

  private CanaryMark() {}

  /** As what a mark is somewhere in {@code bytes}; empty if it is not. */
  static Optional<String> in(byte[] bytes) {
    // Base64 distinguishes case; for all else the same letters in other case are the same mark.
    byte[] lower = new String(bytes, ISO_8859_1).toLowerCase(Locale.ROOT).getBytes(ISO_8859_1);
    return Stream.concat(TEXTS.stream(), NUMBERS.stream())
        .filter(form -> contains(bytes, form.bytes()) || contains(lower, form.bytes()))
        .map(Form::name)
        .findFirst();
  }

  static Optional<String> in(String text) {
    return in(text.getBytes(UTF_8));
  }

  private static Stream<Form> forms(String mark) {
    byte[] plain = mark.getBytes(UTF_8);
    return Stream.concat(
        Stream.of(
            new Form("text", plain),
            new Form("UTF-16 text", mark.getBytes(UTF_16LE)),
            new Form("UTF-16 text", mark.getBytes(UTF_16BE)),
            new Form("hexadecimal text", HexFormat.of().formatHex(plain).getBytes(UTF_8))),
        IntStream.range(0, 3).mapToObj(shift -> new Form("Base64", base64(plain, shift))));
  }

  /** The characters of the Base64 form that depend on the mark alone, after {@code shift} bytes. */
  private static byte[] base64(byte[] plain, int shift) {
    byte[] shifted = new byte[shift + plain.length];
    System.arraycopy(plain, 0, shifted, shift, plain.length);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int first = (shift * 8 + 5) / 6;
    int last = shifted.length * 8 / 6;
    return encoded.substring(first, last).getBytes(UTF_8);
  }

  private static byte[] upper(long number) {
    return Arrays.copyOfRange(ByteBuffer.allocate(Long.BYTES).putLong(number).array(), 2, 6);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] back = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      back[i] = bytes[bytes.length - 1 - i];
    }
    return back;
  }

  private static boolean contains(byte[] bytes, byte[] wanted) {
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }
}
