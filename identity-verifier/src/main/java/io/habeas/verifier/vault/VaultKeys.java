package io.habeas.verifier.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig2026;
import com.google.crypto.tink.prf.PrfSet;
import io.habeas.chassis.secrets.SecretText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two secrets of the vault, as Tink keysets in one JSON object: {@code encryption} wraps the
 * data key of every document, {@code lookup} is the key of every keyed hash.
 *
 * <p>The encryption keyset may hold several keys: its primary wraps, all unwrap. The lookup keyset
 * has one key that stays, since hashes cannot be made anew without the values.
 */
public final class VaultKeys {
  private static final String ENCRYPTION = "encryption";
  private static final String LOOKUP = "lookup";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final KeysetHandle encryption;
  private final KeysetHandle lookup;

  private VaultKeys(KeysetHandle encryption, KeysetHandle lookup) {
    this.encryption = encryption;
    this.lookup = lookup;
  }

  /**
   * Reads the keys.
   *
   * @param location the path of a file, or {@code env:NAME} for an environment variable that holds
   *     the JSON itself
   * @param environment the value of a variable; null where it is not set
   * @throws IllegalStateException if there are no usable keys; the message never quotes them
   */
  public static VaultKeys load(String location, UnaryOperator<@Nullable String> environment) {
    return parse(SecretText.read(location, environment), location);
  }

  /**
   * Writes new keys to a file that must not exist yet, readable by its owner alone.
   *
   * @throws UncheckedIOException if it exists or cannot be written
   */
  public static void generate(Path file) {
    try {
      write(
          file,
          new VaultKeys(
              KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get()),
              KeysetHandle.generateNew(
                  PredefinedPrfParameters.HMAC_SHA256_PRF, PrfConfig2026.get())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected new vault keys but none could be made", e);
    }
  }

  /**
   * Adds a new primary encryption key to a file; the earlier ones stay and unwrap what they
   * wrapped. Every instance reads the file at its next start; re-wrap the entries then.
   */
  public static void rotate(Path file) {
    VaultKeys old = load(file.toString(), name -> null);
    try {
      KeysetHandle.Builder more = KeysetHandle.newBuilder(old.encryption);
      KeysetHandle encryption =
          more.setConfiguration(AeadConfig2026.get())
              .addEntry(
                  KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                      .withRandomId()
                      .makePrimary())
              .build();
      Path next = file.resolveSibling(file.getFileName() + ".next");
      write(next, new VaultKeys(encryption, old.lookup));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected a new vault key but none could be made", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code generate FILE} or {@code rotate FILE}. */
  public static void main(String... args) {
    switch (args.length == 2 ? args[0] : "") {
      case "generate" -> generate(Path.of(args[1]));
      case "rotate" -> rotate(Path.of(args[1]));
      default -> throw new IllegalArgumentException("Expected: generate FILE | rotate FILE");
    }
  }

  /** Wraps with the primary key, unwraps with any. */
  Aead encryption() {
    try {
      return encryption.getPrimitive(AeadConfig2026.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected an AEAD keyset for encryption but it is not", e);
    }
  }

  /** The id of the key that wraps at present. */
  int primaryEncryptionKey() {
    return encryption.getPrimary().getId();
  }

  PrfSet lookup() {
    try {
      return lookup.getPrimitive(PrfConfig2026.get(), PrfSet.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected a PRF keyset for lookup but it is not", e);
    }
  }

  private static VaultKeys parse(String json, String location) {
    try {
      JsonNode root = JSON.readTree(json);
      return new VaultKeys(
          TinkJsonProtoKeysetFormat.parseKeyset(
              root.path(ENCRYPTION).toString(),
              AeadConfig2026.get(),
              InsecureSecretKeyAccess.get()),
          TinkJsonProtoKeysetFormat.parseKeyset(
              root.path(LOOKUP).toString(), PrfConfig2026.get(), InsecureSecretKeyAccess.get()));
    } catch (JacksonException | GeneralSecurityException e) {
      // Without the cause: a parser quotes what it could not read, and that is a key.
      throw new IllegalStateException(
          "Expected a JSON object with the Tink keysets encryption and lookup in "
              + location
              + " but it is not ("
              + e.getClass().getSimpleName()
              + ")");
    }
  }

  private static void write(Path file, VaultKeys keys) {
    try {
      ObjectNode root = JSON.createObjectNode();
      root.set(ENCRYPTION, json(keys.encryption, AeadConfig2026.get()));
      root.set(LOOKUP, json(keys.lookup, PrfConfig2026.get()));
      SecretText.writeNew(file, JSON.writeValueAsString(root));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected to write vault keys but they cannot be", e);
    }
  }

  private static JsonNode json(KeysetHandle keyset, com.google.crypto.tink.Configuration known)
      throws GeneralSecurityException {
    return JSON.readTree(
        TinkJsonProtoKeysetFormat.serializeKeyset(keyset, known, InsecureSecretKeyAccess.get()));
  }
}
