package io.habeas.schemas.directives;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key under which one participant's directives name people: by an HMAC-SHA-256 (RFC 2104, FIPS
 * 180-4) of an identifier in its {@linkplain NormalForm normal form}, of which the first 128 bits
 * are taken, in the alphabet for URLs (RFC 4648 section 5). Who has one participant's key finds
 * nobody in another's directives; who has none finds nobody at all.
 *
 * <p>Safe for use by several threads.
 */
public final class SubjectKey {

  /** How many bytes such a key has. */
  public static final int BYTES = 32;

  /** Where every purpose is meant: no code, so that it is never one purpose. */
  private static final String EVERY_PURPOSE = "*";

  private static final char DIVIDER = '/';

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SUBJECT_BYTES = 16;

  private final Mac prototype;

  /**
   * @param key as the vault hands it out to the participant; copied
   * @throws IllegalArgumentException if it is not {@value #BYTES} bytes long
   */
  public SubjectKey(byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException(
          "Expected a key of %d bytes but got %d".formatted(BYTES, key.length));
    }
    try {
      prototype = Mac.getInstance(ALGORITHM);
      prototype.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected HMAC-SHA-256 but this Java has none", e);
    }
  }

  /**
   * How directives name the person whom an identifier belongs to. The same for every way of writing
   * the identifier.
   *
   * @param type a code such as {@code email}
   * @return a code of 22 characters
   */
  public String subject(String type, String value) {
    try {
      // Cheaper than to look an implementation up, and no state is shared.
      Mac mac = (Mac) prototype.clone();
      byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(typeBytes.length).flip());
      mac.update(typeBytes);
      byte[] hash = mac.doFinal(NormalForm.of(type, value).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(hash, SUBJECT_BYTES));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("Expected an HMAC that can be cloned but it cannot", e);
    }
  }

  /** The message key of what is directed about a person for every purpose. */
  public static String messageKey(String subject) {
    return messageKey(subject, EVERY_PURPOSE);
  }

  /**
   * The message key of what is directed about a person for one purpose.
   *
   * @param purpose a code, so that it is never taken for every purpose
   */
  public static String messageKey(String subject, String purpose) {
    return subject + DIVIDER + purpose;
  }

  /**
   * What a message key says.
   *
   * @param purpose null if every purpose is meant
   */
  public record Named(String subject, @Nullable String purpose) {}

  /** Reads a {@link #messageKey(String, String) message key}; empty if it is none. */
  public static Optional<Named> named(String messageKey) {
    int divider = messageKey.indexOf(DIVIDER);
    if (divider < 0) {
      return Optional.empty();
    }
    String purpose = messageKey.substring(divider + 1);
    return Optional.of(
        new Named(
            messageKey.substring(0, divider), purpose.equals(EVERY_PURPOSE) ? null : purpose));
  }

  /** Says nothing about the key. */
  @Override
  public String toString() {
    return "SubjectKey[***]";
  }
}
