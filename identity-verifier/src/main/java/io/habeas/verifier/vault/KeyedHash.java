package io.habeas.verifier.vault;

import com.google.crypto.tink.prf.PrfSet;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.bson.types.Binary;

/**
 * HMAC-SHA-256 under the vault's lookup key: the same input gives the same 32 bytes, and nobody
 * without the key can try values. Each use has a purpose of its own, so that a hash made for one
 * means nothing to another.
 */
public final class KeyedHash {
  private static final int BYTES = 32;
  private final PrfSet prf;

  public KeyedHash(VaultKeys keys) {
    this.prf = keys.lookup();
  }

  /**
   * @param purpose a code that separates this use from all others
   * @param parts what is hashed; how they are divided matters
   */
  public Binary of(String purpose, String... parts) {
    var input = new ByteArrayOutputStream();
    append(input, purpose);
    for (String part : parts) {
      append(input, part);
    }
    try {
      return new Binary(prf.computePrimary(input.toByteArray(), BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected a keyed hash but the keyset gives none", e);
    }
  }

  /** By which an identifier is found again. */
  public Binary lookup(Identifier identifier) {
    return of("identifier", identifier.type(), identifier.value());
  }

  /** The same in hexadecimal, for ids of documents. */
  public static String hex(Binary hash) {
    return HexFormat.of().formatHex(hash.getData());
  }

  private static void append(ByteArrayOutputStream input, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    input.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    input.writeBytes(bytes);
  }
}
