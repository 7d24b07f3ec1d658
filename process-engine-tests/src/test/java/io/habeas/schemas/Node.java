package io.habeas.schemas;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Node and npm, as far as this machine has them. */
final class Node {
  private static final int OLDEST_NODE = 20;
  private static final int LONGEST_COMMAND_MINUTES = 5;

  private Node() {}

  /**
   * Skips the test, and says why, where Node, npm or npm's registry is missing.
   *
   * @param folder where commands run
   * @param wanted a package that is going to be installed
   */
  static void assumeThere(Path folder, String wanted) {
    String version = required(folder, "node", "--version").output().strip();
    assumeTrue(
        Runtime.Version.parse(version.substring(1)).feature() >= OLDEST_NODE,
        () -> "Expected Node %d or newer but this is %s".formatted(OLDEST_NODE, version));
    assumeTrue(
        required(folder, "npm", "view", "--fetch-retries=0", wanted, "name").exitCode() == 0,
        "Expected npm's registry to answer but it does not");
  }

  private static Finished required(Path folder, String... command) {
    try {
      return run(folder, command);
    } catch (IOException e) {
      return abort("Expected " + command[0] + " to be installed but it is not");
    }
  }

  /** What a command came to. */
  record Finished(int exitCode, String output) {}

  /**
   * Runs a command to its end.
   *
   * @throws IOException if there is no such command
   */
  static Finished run(Path folder, String... command) throws IOException {
    Path log = Files.createTempFile(folder, command[0], ".log");
    Process process = command(folder, log, command).start();
    try {
      if (!process.waitFor(LONGEST_COMMAND_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected " + command[0] + " to end but was interrupted", e);
    }
    return new Finished(process.exitValue(), text(log));
  }

  /** A command in {@code folder} that writes everything to {@code log}. */
  static ProcessBuilder command(Path folder, Path log, String... command) {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile());
  }

  static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
