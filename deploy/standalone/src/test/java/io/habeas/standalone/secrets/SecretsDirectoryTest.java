package io.habeas.standalone.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsDirectoryTest {

  @TempDir Path data;

  @Test
  void shouldMakeEachSecretOnceAndForItsOwnerOnly() throws Exception {
    // given
    Path directory = data.resolve("secrets");

    // when
    String first = SecretsDirectory.in(directory).text("client");
    String again = SecretsDirectory.in(directory).text("client");
    String other = SecretsDirectory.in(directory).text("other");

    // then
    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(Base64.getUrlDecoder().decode(first)).hasSize(32);
    assertThat(Files.getPosixFilePermissions(directory))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(directory.resolve("client")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }
}
