package io.habeas.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A directory that one process at a time may use. The operating system drops the lock with the
 * process, so a killed one leaves nothing to clear away.
 */
public final class DataDirectory implements AutoCloseable {

  private static final String LOCK_FILE = ".lock";

  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Takes the directory, and makes it if it is not there.
   *
   * @throws IllegalStateException if it is in use, or cannot be made or written
   */
  public static DataDirectory take(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    FileChannel channel;
    try {
      Files.createDirectories(absolute);
      channel =
          FileChannel.open(
              absolute.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IllegalStateException(
          "Expected to create and write the data directory %s but could not".formatted(absolute),
          e);
    }
    if (lock(channel) == null) {
      closeQuietly(channel);
      throw new IllegalStateException(
          "Expected the data directory %s to be free but it is in use".formatted(absolute));
    }
    return new DataDirectory(absolute, channel);
  }

  /** The absolute path. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }

  private static @Nullable FileLock lock(FileChannel channel) {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldInThisProcess) {
      return null;
    } catch (IOException e) {
      closeQuietly(channel);
      throw new UncheckedIOException(e);
    }
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
