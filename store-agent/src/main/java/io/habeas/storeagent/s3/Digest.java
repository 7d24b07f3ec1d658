package io.habeas.storeagent.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of bounded length for what may be as long as a key. */
final class Digest {
  private Digest() {}

  /** SHA-256 of the text in UTF-8, in lower-case hexadecimal. */
  static String of(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected SHA-256 but this JDK has none", e);
    }
  }
}
