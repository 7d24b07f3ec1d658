package io.habeas.storeagent.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.habeas.chassis.secrets.SecretText;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps from whoever reads the ledger's database what people wrote or uploaded. A Tink AEAD keyset:
 * its primary key seals, all of its keys open, so that a key can be replaced.
 */
public final class Seal {
  private final Aead aead;

  private Seal(KeysetHandle keyset) throws GeneralSecurityException {
    this.aead = keyset.getPrimitive(AeadConfig2026.get(), Aead.class);
  }

  /**
   * Reads the keyset.
   *
   * @param location the path of a file, or {@code env:NAME} for an environment variable that holds
   *     the JSON itself
   * @param environment the value of a variable; null where it is not set
   * @throws IllegalStateException if there is no usable keyset; the message never quotes it
   */
  public static Seal load(String location, UnaryOperator<@Nullable String> environment) {
    String json = SecretText.read(location, environment);
    try {
      return new Seal(
          TinkJsonProtoKeysetFormat.parseKeyset(
              json, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      // Without the cause, which may quote a key.
      throw new IllegalStateException(
          "Expected a Tink AEAD keyset in JSON in " + location + " but it is not");
    }
  }

  /**
   * Writes a new keyset to a file that must not exist yet, readable by its owner alone.
   *
   * @throws java.io.UncheckedIOException if it exists or cannot be written
   */
  public static void generate(Path file) {
    try {
      KeysetHandle keyset =
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
      SecretText.writeNew(
          file,
          TinkJsonProtoKeysetFormat.serializeKeyset(
              keyset, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected a new keyset but none could be made", e);
    }
  }

  /**
   * @param name of the document it goes into; it opens in no other one
   */
  public byte[] seal(byte[] content, String name) {
    try {
      return aead.encrypt(content, name.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected to seal a document but it cannot be", e);
    }
  }

  /**
   * @throws IllegalStateException if it was sealed for another document, or with a key that is gone
   */
  public byte[] open(byte[] sealed, String name) {
    try {
      return aead.decrypt(sealed, name.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected a document sealed by this agent but it is not", e);
    }
  }
}
