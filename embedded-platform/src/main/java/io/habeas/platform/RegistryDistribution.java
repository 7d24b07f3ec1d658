package io.habeas.platform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * The registry's own distribution, which this module's jar carries, unpacked once per user and
 * version: 170 MB are neither copied into each data directory nor unpacked by each test.
 */
final class RegistryDistribution {

  private static final String NAME = registryName();
  private static final String ARCHIVE = NAME + ".tar.gz";

  private RegistryDistribution() {}

  /** The directory of the unpacked distribution. Safe when several processes ask at once. */
  static Path unpacked() {
    Path cache = cacheDirectory();
    Path unpacked = cache.resolve(NAME);
    if (Files.isDirectory(unpacked)) {
      return unpacked;
    }
    try {
      Files.createDirectories(cache);
      synchronized (RegistryDistribution.class) {
        try (FileChannel channel =
                FileChannel.open(
                    cache.resolve(NAME + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock ignored = channel.lock()) {
          if (!Files.isDirectory(unpacked)) {
            Path incomplete = Files.createTempDirectory(cache, NAME + "-");
            unpackInto(incomplete);
            Files.move(incomplete, unpacked, StandardCopyOption.ATOMIC_MOVE);
          }
        }
      }
      return unpacked;
    } catch (IOException e) {
      throw new IllegalStateException(
          "Expected to unpack the registry into %s but could not".formatted(cache), e);
    }
  }

  private static void unpackInto(Path directory) throws IOException {
    try (InputStream resource = RegistryDistribution.class.getResourceAsStream(ARCHIVE)) {
      if (resource == null) {
        throw new IOException("Expected %s on the class path but it is not".formatted(ARCHIVE));
      }
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(
              new GzipCompressorInputStream(new BufferedInputStream(resource)))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          Path target = directory.resolve(entry.getName()).normalize();
          if (!target.startsWith(directory)) {
            throw new IOException("Expected paths inside the archive but one leads out of it");
          }
          if (entry.isDirectory()) {
            Files.createDirectories(target);
          } else {
            Files.createDirectories(target.getParent());
            Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    }
  }

  private static Path cacheDirectory() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg != null && !xdg.isBlank()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    return base.resolve("habeas");
  }

  private static String registryName() {
    try (InputStream in = RegistryDistribution.class.getResourceAsStream("registry.properties")) {
      java.util.Properties properties = new java.util.Properties();
      properties.load(in);
      return "apicurio-registry-" + properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
