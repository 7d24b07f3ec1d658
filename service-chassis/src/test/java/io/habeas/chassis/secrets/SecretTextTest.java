package io.habeas.chassis.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTextTest {
  @TempDir Path folder;

  @Test
  void shouldReadWhatItWroteForItsOwnerAlone() throws Exception {
    // given
    Path file = folder.resolve("secret");

    // when
    SecretText.writeNew(file, "hush");

    // then
    assertThat(SecretText.read(file.toString(), name -> null)).isEqualTo("hush");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> SecretText.writeNew(file, "other"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(file).hasContent("hush");
  }

  @Test
  void shouldReadAVariable() {
    assertThat(SecretText.read("env:KEY", Map.of("KEY", "hush")::get)).isEqualTo("hush");
  }

  @Test
  void shouldNameThePlaceWhereThereIsNone() {
    assertThatThrownBy(() -> SecretText.read("env:KEY", name -> null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Expected a secret in env:KEY but it is not set");
    assertThatThrownBy(() -> SecretText.read(folder.resolve("none").toString(), name -> null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot be read");
  }
}
