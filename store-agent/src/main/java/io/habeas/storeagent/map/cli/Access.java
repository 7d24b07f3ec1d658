package io.habeas.storeagent.map.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who is to look into a store. */
final class Access {

  @Nullable
  @Option(names = "--username", paramLabel = "NAME", description = "Whom the store knows.")
  private String username;

  @Nullable
  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Where the password is; the end of the line is not part of it.")
  private Path passwordFile;

  @Nullable String username() {
    return username;
  }

  /**
   * The password; null if there is none.
   *
   * @throws IllegalStateException if the file cannot be read
   */
  @Nullable String password() {
    if (passwordFile == null) {
      return null;
    }
    try {
      return Files.readString(passwordFile).stripTrailing();
    } catch (IOException e) {
      throw new IllegalStateException(
          "Expected a password in %s but it cannot be read".formatted(passwordFile), e);
    }
  }
}
