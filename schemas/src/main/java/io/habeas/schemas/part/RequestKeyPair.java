package io.habeas.schemas.part;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.HybridConfig2026;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * A request's own key pair (HPKE, RFC 9180). Whoever deletes the private half makes every part that
 * was sealed for the request unreadable, wherever copies of it may lie.
 */
public final class RequestKeyPair {
  static final HpkeParameters PARAMETERS = parameters();

  private final KeysetHandle keyset;
  private final HybridDecrypt opening;

  private RequestKeyPair(KeysetHandle keyset) throws GeneralSecurityException {
    this.keyset = keyset;
    this.opening = keyset.getPrimitive(HybridConfig2026.get(), HybridDecrypt.class);
  }

  /** A new pair. */
  public static RequestKeyPair generate() {
    try {
      return new RequestKeyPair(KeysetHandle.generateNew(PARAMETERS, HybridConfig2026.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected a new key pair but none could be made", e);
    }
  }

  /**
   * The pair that {@link #keyset} gave.
   *
   * @throws GeneralSecurityException if it is none
   */
  public static RequestKeyPair of(KeysetHandle keyset) throws GeneralSecurityException {
    return new RequestKeyPair(keyset);
  }

  /** Everything of it, to be kept encrypted. */
  public KeysetHandle keyset() {
    return keyset;
  }

  /** The public key in base64url without padding: 43 characters. */
  @AccessesPartialKey
  public String recipientKey() {
    try {
      HpkePublicKey key = (HpkePublicKey) keyset.getPublicKeysetHandle().getPrimary().getKey();
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(key.getPublicKeyBytes().toByteArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected a public key but there is none", e);
    }
  }

  /**
   * Opens a part.
   *
   * @throws GeneralSecurityException if it was not sealed for this key and this name, or was
   *     changed
   */
  public byte[] open(PartName name, byte[] sealed) throws GeneralSecurityException {
    return opening.decrypt(sealed, name.info());
  }

  private static HpkeParameters parameters() {
    try {
      return HpkeParameters.builder()
          .setVariant(HpkeParameters.Variant.NO_PREFIX)
          .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
          .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
          .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected Tink to know HPKE but it does not", e);
    }
  }
}
