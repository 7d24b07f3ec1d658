package io.habeas.chassis.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A secret in a file of its own or an environment variable, as secret stores hand them out. */
public final class SecretText {
  private static final String ENVIRONMENT = "env:";

  private SecretText() {}

  /**
   * Reads a secret.
   *
   * @param location the path of a file, or {@code env:NAME} for an environment variable that holds
   *     the secret itself
   * @param environment the value of a variable; null where it is not set
   * @throws IllegalStateException if there is none; the message names the location only
   */
  public static String read(String location, UnaryOperator<@Nullable String> environment) {
    if (location.startsWith(ENVIRONMENT)) {
      String value = environment.apply(location.substring(ENVIRONMENT.length()));
      if (value == null) {
        throw new IllegalStateException("Expected a secret in " + location + " but it is not set");
      }
      return value;
    }
    try {
      return Files.readString(Path.of(location));
    } catch (IOException e) {
      throw new IllegalStateException(
          "Expected a secret in " + location + " but it cannot be read", e);
    }
  }

  /**
   * Writes a secret to a file that must not exist yet, readable by its owner alone.
   *
   * @throws UncheckedIOException if it exists or cannot be written
   */
  public static void writeNew(Path file, String secret) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
      Files.writeString(file, secret, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new UncheckedIOException(
          new IOException("Expected no file at " + file + " but there is one", e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
