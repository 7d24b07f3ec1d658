package io.habeas.verifier.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.bson.types.Binary;

/**
 * A key of its own for every document, kept in that document and wrapped by the vault's key: who
 * deletes the document deletes the key, and whoever rotates the vault's key re-wraps keys, not
 * data.
 */
public final class DataKeys {
  private final Aead wrapping;
  private final int primary;

  public DataKeys(VaultKeys keys) {
    this.wrapping = keys.encryption();
    this.primary = keys.primaryEncryptionKey();
  }

  /**
   * A data key as it is stored.
   *
   * @param bytes the wrapped key
   * @param wrappedBy id of the key-encryption key
   */
  public record Wrapped(Binary bytes, int wrappedBy) {}

  /** A data key in use for one document; seals and opens its fields. */
  public static final class DataKey {
    private final DocumentName document;
    private final Aead aead;
    private final Wrapped wrapped;

    private DataKey(DocumentName document, Aead aead, Wrapped wrapped) {
      this.document = document;
      this.aead = aead;
      this.wrapped = wrapped;
    }

    public Wrapped wrapped() {
      return wrapped;
    }

    /** Encrypts a value so that it opens in this field of this document only. */
    public Binary seal(String field, String value) {
      try {
        return new Binary(
            aead.encrypt(value.getBytes(StandardCharsets.UTF_8), document.field(field)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("Expected to seal a field but its key cannot", e);
      }
    }

    /**
     * Decrypts what was sealed for this field of this document.
     *
     * @throws IllegalStateException if it was not
     */
    public String open(String field, Binary sealed) {
      try {
        return new String(
            aead.decrypt(sealed.getData(), document.field(field)), StandardCharsets.UTF_8);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(
            "Expected a field sealed for its document and place but it was not", e);
      }
    }
  }

  /**
   * What a ciphertext is bound to.
   *
   * @param collection where the document lies
   * @param id its id
   */
  public record DocumentName(String collection, String id) {
    private byte[] field(String name) {
      return (collection + "/" + id + "/" + name).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** The id of the key-encryption key that wraps at present. */
  public int primary() {
    return primary;
  }

  /** A new key for a document. */
  public DataKey create(DocumentName document) {
    try {
      KeysetHandle key =
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
      return new DataKey(document, primitive(key), wrap(document, key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected a new data key but none could be made", e);
    }
  }

  /**
   * The key of an existing document.
   *
   * @throws IllegalStateException if no key of the vault unwraps it, or it belongs to another one
   */
  public DataKey open(DocumentName document, Wrapped wrapped) {
    return new DataKey(document, primitive(unwrap(document, wrapped)), wrapped);
  }

  /** The same data key under the vault's present primary key. */
  Wrapped rewrap(DocumentName document, Wrapped wrapped) {
    try {
      return wrap(document, unwrap(document, wrapped));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected to wrap a data key but the vault's key cannot", e);
    }
  }

  private KeysetHandle unwrap(DocumentName document, Wrapped wrapped) {
    try {
      return TinkProtoKeysetFormat.parseEncryptedKeyset(
          wrapped.bytes().getData(), wrapping, document.field("dataKey"), AeadConfig2026.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "Expected a data key that a key of the vault unwraps but none does", e);
    }
  }

  private Wrapped wrap(DocumentName document, KeysetHandle key) throws GeneralSecurityException {
    byte[] bytes =
        TinkProtoKeysetFormat.serializeEncryptedKeyset(
            key, wrapping, document.field("dataKey"), AeadConfig2026.get());
    return new Wrapped(new Binary(bytes), primary);
  }

  private static Aead primitive(KeysetHandle key) {
    try {
      return key.getPrimitive(AeadConfig2026.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected an AEAD data key but it is not", e);
    }
  }
}
