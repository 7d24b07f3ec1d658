package io.habeas.schemas.part;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.HybridConfig2026;
import com.google.crypto.tink.util.Bytes;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** The public half of a request's key: seals parts that only the packager can open. */
public final class RecipientKey {
  private static final int BYTES = 32;
  private final HybridEncrypt sealing;

  private RecipientKey(HybridEncrypt sealing) {
    this.sealing = sealing;
  }

  /**
   * Reads a key.
   *
   * @param code the X25519 public key in base64url, as a task carries it
   * @throws IllegalArgumentException if it is none
   */
  @AccessesPartialKey
  public static RecipientKey of(String code) {
    byte[] raw = Base64.getUrlDecoder().decode(code);
    if (raw.length != BYTES) {
      throw new IllegalArgumentException(
          "Expected a public key of %d bytes but got %d".formatted(BYTES, raw.length));
    }
    try {
      HpkePublicKey key =
          HpkePublicKey.create(RequestKeyPair.PARAMETERS, Bytes.copyFrom(raw), null);
      KeysetHandle.Builder.Entry entry = KeysetHandle.importKey(key).withRandomId().makePrimary();
      KeysetHandle keyset =
          KeysetHandle.newBuilder()
              .setConfiguration(HybridConfig2026.get())
              .addEntry(entry)
              .build();
      return new RecipientKey(keyset.getPrimitive(HybridConfig2026.get(), HybridEncrypt.class));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("Expected an X25519 public key but got none", e);
    }
  }

  /** Seals a part for its name: the encapsulated key, then the ciphertext. */
  public byte[] seal(PartName name, byte[] plaintext) {
    try {
      return sealing.encrypt(plaintext, name.info());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected to seal a part but the key cannot", e);
    }
  }
}
