package io.habeas.intake;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.prf.PrfConfig2026;
import com.google.crypto.tink.prf.PrfSet;
import io.habeas.chassis.secrets.SecretText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * HMAC-SHA-256 under a keyset of 256-bit keys: the primary makes hashes, every key of the set
 * recognises those that it made. Each use has a purpose of its own, so that a hash made for one
 * means nothing to another.
 */
public final class KeyedHash {
  private static final int BYTES = 32;
  private final PrfSet prfs;

  private KeyedHash(KeysetHandle keyset) {
    try {
      this.prfs = keyset.getPrimitive(PrfConfig2026.get(), PrfSet.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected a PRF keyset but it is none", e);
    }
  }

  /**
   * Reads the keyset.
   *
   * @param location the path of a file, or {@code env:NAME} for an environment variable that holds
   *     the JSON itself
   * @param environment the value of a variable; null where it is not set
   * @throws IllegalStateException if there is no usable keyset; the message never quotes it
   */
  public static KeyedHash load(String location, UnaryOperator<@Nullable String> environment) {
    String json = SecretText.read(location, environment);
    try {
      return new KeyedHash(
          TinkJsonProtoKeysetFormat.parseKeyset(
              json, PrfConfig2026.get(), InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      // Without the cause: a parser quotes what it could not read, and that is a key.
      throw new IllegalStateException(
          "Expected a Tink keyset of HMAC_SHA256_PRF keys in " + location + " but it is not");
    }
  }

  /**
   * Writes a new keyset to a file that must not exist yet, readable by its owner alone.
   *
   * @throws java.io.UncheckedIOException if it exists or cannot be written
   */
  public static void generate(Path file) {
    try {
      SecretText.writeNew(
          file,
          TinkJsonProtoKeysetFormat.serializeKeyset(
              fresh(), PrfConfig2026.get(), InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected to write a keyset but it cannot be", e);
    }
  }

  /** A hash under a new key that is kept nowhere. */
  public static KeyedHash ephemeral() {
    try {
      return new KeyedHash(fresh());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected a new key but none could be made", e);
    }
  }

  /** {@code generate FILE}. */
  public static void main(String... args) {
    if (args.length != 2 || !args[0].equals("generate")) {
      throw new IllegalArgumentException("Expected: generate FILE");
    }
    generate(Path.of(args[1]));
  }

  /**
   * The hash, in base64url without padding: 43 characters.
   *
   * @param purpose a code that separates this use from all others
   * @param parts what is hashed; how they are divided matters
   */
  public String of(String purpose, String... parts) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(prfs.computePrimary(input(purpose, parts), BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected a keyed hash but the keyset gives none", e);
    }
  }

  /**
   * An id that follows from the parts (RFC 9562, version 8): the same parts, the same id, for as
   * long as the primary key stays.
   *
   * @param purpose a code that separates this use from all others
   * @param parts what the id follows from; how they are divided matters
   */
  public UUID idOf(String purpose, String... parts) {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(of(purpose, parts)));
    long high = bytes.getLong() & ~0xF000L | 0x8000L;
    long low = bytes.getLong() & 0x3FFFFFFFFFFFFFFFL | Long.MIN_VALUE;
    return new UUID(high, low);
  }

  /**
   * Whether {@code hash} is that of the parts under any key of the set. Takes as long whatever the
   * hash is.
   */
  public boolean matches(String hash, String purpose, String... parts) {
    byte[] claimed = hash.getBytes(StandardCharsets.US_ASCII);
    byte[] input = input(purpose, parts);
    boolean found = false;
    try {
      for (Prf prf : prfs.getPrfs().values()) {
        byte[] expected = Base64.getUrlEncoder().withoutPadding().encode(prf.compute(input, BYTES));
        found |= MessageDigest.isEqual(expected, claimed);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected a keyed hash but the keyset gives none", e);
    }
    return found;
  }

  private static KeysetHandle fresh() throws GeneralSecurityException {
    return KeysetHandle.generateNew(PredefinedPrfParameters.HMAC_SHA256_PRF, PrfConfig2026.get());
  }

  private static byte[] input(String purpose, String... parts) {
    var input = new ByteArrayOutputStream();
    append(input, purpose);
    for (String part : parts) {
      append(input, part);
    }
    return input.toByteArray();
  }

  private static void append(ByteArrayOutputStream input, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    input.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    input.writeBytes(bytes);
  }
}
