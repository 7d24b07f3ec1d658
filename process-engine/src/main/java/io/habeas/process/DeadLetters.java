package io.habeas.process;

import io.habeas.schemas.avro.DeadLetter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Says that a record could not be read and where it lies, and nothing of what it holds. */
public final class DeadLetters {
  private DeadLetters() {}

  /**
   * @param value the bytes that could not be read, of which only length and hash are told
   * @param errorClass what was wrong, as a code
   */
  public static DeadLetter of(
      String topic,
      int partition,
      long offset,
      byte @Nullable [] value,
      String errorClass,
      Instant now) {
    return new DeadLetter(
        topic,
        partition,
        offset,
        value == null ? -1 : value.length,
        sha256(value == null ? new byte[0] : value),
        errorClass,
        now);
  }

  private static String sha256(byte[] value) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected every Java platform to have SHA-256", e);
    }
  }
}
