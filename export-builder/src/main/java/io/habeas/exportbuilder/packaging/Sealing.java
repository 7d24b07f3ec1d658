package io.habeas.exportbuilder.packaging;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.habeas.chassis.secrets.SecretText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/** Keeps keys of single requests encrypted under the service's own key. */
public final class Sealing {
  private final Aead aead;

  private Sealing(KeysetHandle keyset) {
    try {
      this.aead = keyset.getPrimitive(AeadConfig2026.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected an AEAD keyset but it is none", e);
    }
  }

  /**
   * Reads the service's key.
   *
   * @param location the path of a file, or {@code env:NAME} for an environment variable that holds
   *     the Tink keyset as JSON itself
   * @param environment the value of a variable; null where it is not set
   * @throws IllegalStateException if there is no usable keyset; the message never quotes it
   */
  public static Sealing load(String location, UnaryOperator<@Nullable String> environment) {
    String json = SecretText.read(location, environment);
    try {
      return new Sealing(
          TinkJsonProtoKeysetFormat.parseKeyset(
              json, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      // Without the cause: a parser quotes what it could not read, and that is a key.
      throw new IllegalStateException(
          "Expected a Tink keyset of AEAD keys in " + location + " but it is not");
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
              KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get()),
              AeadConfig2026.get(),
              InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected a new keyset but none could be made", e);
    }
  }

  /**
   * A request's key as it is kept: it opens for that request and that purpose only.
   *
   * @param kind the configuration of the key's kind
   */
  Binary seal(String purpose, UUID requestId, KeysetHandle key, Configuration kind) {
    try {
      return new Binary(
          TinkProtoKeysetFormat.serializeEncryptedKeyset(
              key, aead, bound(purpose, requestId), kind));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected to seal a key but the service's key cannot", e);
    }
  }

  /**
   * The key again.
   *
   * @throws IllegalStateException if it was not sealed for this
   */
  KeysetHandle open(String purpose, UUID requestId, Binary sealed, Configuration kind) {
    try {
      return TinkProtoKeysetFormat.parseEncryptedKeyset(
          sealed.getData(), aead, bound(purpose, requestId), kind);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "Expected a key that the service's key opens but it does not", e);
    }
  }

  private static byte[] bound(String purpose, UUID requestId) {
    return (purpose + "/" + requestId).getBytes(StandardCharsets.UTF_8);
  }
}
