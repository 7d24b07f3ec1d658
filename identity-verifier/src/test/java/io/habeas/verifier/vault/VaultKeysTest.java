package io.habeas.verifier.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.habeas.verifier.vault.DataKeys.DocumentName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VaultKeysTest {
  private static final DocumentName DOCUMENT = new DocumentName("vault_entries", "one");

  private final Path folder;

  VaultKeysTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void shouldWriteKeysForItsOwnerAloneAndNeverOverOthers() throws IOException {
    // given
    Path file = folder.resolve("secrets/vault-keys.json");

    // when
    VaultKeys.generate(file);

    // then
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> VaultKeys.generate(file))
        .withMessageContaining("Expected no file");
  }

  @Test
  void shouldReadTheSameKeysFromAFileAndFromTheEnvironment() throws IOException {
    // given
    Path file = folder.resolve("vault-keys.json");
    VaultKeys.generate(file);
    Map<String, String> environment = Map.of("VAULT_KEYS", Files.readString(file));

    // when
    DataKeys fromFile = new DataKeys(VaultKeys.load(file.toString(), name -> null));
    DataKeys fromEnvironment = new DataKeys(VaultKeys.load("env:VAULT_KEYS", environment::get));

    // then
    DataKeys.DataKey key = fromFile.create(DOCUMENT);
    Binary sealed = key.seal("field", "value");
    assertThat(fromEnvironment.open(DOCUMENT, key.wrapped()).open("field", sealed))
        .isEqualTo("value");
  }

  @Test
  void shouldSayWhatIsMissingAndNeverQuoteIt() throws IOException {
    // given
    Path broken =
        Files.writeString(folder.resolve("broken.json"), "{\"encryption\": \"hush-hush\"");

    // then
    assertThatIllegalStateException()
        .isThrownBy(() -> VaultKeys.load("env:NOT_SET", name -> null))
        .withMessageContaining("env:NOT_SET");
    assertThatIllegalStateException()
        .isThrownBy(() -> VaultKeys.load(folder.resolve("absent").toString(), name -> null))
        .withMessageContaining("cannot be read");
    assertThatIllegalStateException()
        .isThrownBy(() -> VaultKeys.load(broken.toString(), name -> null))
        .withMessageContaining("Tink keysets")
        .withMessageNotContaining("hush-hush")
        .withNoCause();
  }

  @Test
  void shouldOpenWithOldKeysAndWrapWithTheNewOneAfterRotation() {
    // given
    Path file = folder.resolve("vault-keys.json");
    VaultKeys.generate(file);
    DataKeys before = new DataKeys(VaultKeys.load(file.toString(), name -> null));
    DataKeys.DataKey key = before.create(DOCUMENT);
    Binary sealed = key.seal("field", "value");

    // when
    VaultKeys.main("rotate", file.toString());

    // then
    DataKeys after = new DataKeys(VaultKeys.load(file.toString(), name -> null));
    assertThat(after.primary()).isNotEqualTo(before.primary());
    assertThat(after.open(DOCUMENT, key.wrapped()).open("field", sealed)).isEqualTo("value");
    DataKeys.Wrapped rewrapped = after.rewrap(DOCUMENT, key.wrapped());
    assertThat(rewrapped.wrappedBy()).isEqualTo(after.primary());
    assertThat(after.open(DOCUMENT, rewrapped).open("field", sealed)).isEqualTo("value");
    assertThatIllegalStateException().isThrownBy(() -> before.open(DOCUMENT, rewrapped));
  }

  @Test
  void shouldBindACiphertextToItsDocumentAndField() {
    // given
    Path file = folder.resolve("vault-keys.json");
    VaultKeys.generate(file);
    DataKeys keys = new DataKeys(VaultKeys.load(file.toString(), name -> null));
    DataKeys.DataKey key = keys.create(DOCUMENT);
    Binary sealed = key.seal("field", "value");

    // then neither a data key nor a value can be moved elsewhere
    assertThatIllegalStateException().isThrownBy(() -> key.open("another", sealed));
    assertThatIllegalStateException()
        .isThrownBy(() -> keys.open(new DocumentName("vault_entries", "two"), key.wrapped()));
    assertThatIllegalStateException()
        .isThrownBy(() -> keys.open(new DocumentName("vault_codes", "one"), key.wrapped()));
  }

  @Test
  void shouldGiveEachPurposeHashesOfItsOwn() {
    // given
    Path file = folder.resolve("vault-keys.json");
    VaultKeys.generate(file);
    KeyedHash hash = new KeyedHash(VaultKeys.load(file.toString(), name -> null));

    // then
    assertThat(hash.of("a", "b", "c")).isEqualTo(hash.of("a", "b", "c"));
    assertThat(hash.of("a", "b", "c")).isNotEqualTo(hash.of("b", "b", "c"));
    assertThat(hash.of("a", "b", "c")).isNotEqualTo(hash.of("a", "bc"));
    assertThat(hash.of("a", "b", "c")).isNotEqualTo(hash.of("a", "b", "c", ""));
  }
}
