package io.habeas.standalone.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * Secrets in files that only their owner can read. Each is made when it is first asked for and is
 * the same ever after.
 */
public final class SecretsDirectory {

  private static final int BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final FileAttribute<?> OWNER_ONLY_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path directory;
  private final SecureRandom random = new SecureRandom();

  private SecretsDirectory(Path directory) {
    this.directory = directory;
  }

  /** The directory, made if it is not there. */
  public static SecretsDirectory in(Path directory) {
    try {
      Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SecretsDirectory(directory);
  }

  /** 256 random bits in base64url, without padding. */
  public String text(String name) {
    try {
      return Files.readString(file(name, file -> Files.writeString(file, randomText())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The file of a secret.
   *
   * @param name the file's name
   * @param content writes the content if the file is not there
   */
  public Path file(String name, Generator content) {
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      try {
        // Whole or not at all, also when killed half way.
        Path incomplete = directory.resolve(name + ".new");
        Files.deleteIfExists(incomplete);
        content.write(incomplete);
        Files.setPosixFilePermissions(incomplete, OWNER_ONLY);
        Files.move(incomplete, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return file;
  }

  private String randomText() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Where the secret {@code name} is, once it was made. */
  public Path path(String name) {
    return directory.resolve(name);
  }

  /** Writes 256 random bits in Base64, as keys of hashes are read. */
  public static void writeKey(Path file) throws IOException {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    Files.writeString(file, Base64.getEncoder().encodeToString(bytes));
  }

  /** Makes a secret. */
  public interface Generator {
    /** Writes it to a file that does not exist. */
    void write(Path file) throws IOException;
  }
}
