package io.habeas.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a killed process may have left running on a data directory. */
final class StaleProcess {

  private static final Duration POLITE = Duration.ofSeconds(10);

  private StaleProcess() {}

  /**
   * Ends the process whose id the first line of {@code pidFile} names, if it still runs and its
   * command line shows that it works on this directory (an id may have been given to another
   * since).
   */
  static void end(Path pidFile, String directory) {
    running(pidFile, directory)
        .ifPresent(
            process -> {
              process.destroy();
              if (!ended(process)) {
                process.destroyForcibly();
                ended(process);
              }
            });
  }

  private static Optional<ProcessHandle> running(Path pidFile, String directory) {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    try (var lines = Files.lines(pidFile)) {
      return lines
          .findFirst()
          .map(String::trim)
          .filter(line -> line.matches("\\d{1,18}"))
          .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
          .filter(process -> worksOn(process, directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean worksOn(ProcessHandle process, String directory) {
    return process
        .info()
        .arguments()
        .map(arguments -> String.join(" ", arguments).contains(directory))
        .orElse(false);
  }

  private static boolean ended(ProcessHandle process) {
    try {
      process.onExit().get(POLITE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
