package io.habeas.standalone.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.util.FileSystemUtils;

/**
 * A temporary directory for work that may be interrupted: it goes with the work, unless that failed
 * and what it left is to be looked at.
 */
final class Scratch {
  private static final long LONGEST_END_SECONDS = 60;

  private final Path directory;
  private final Thread worker = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean interrupted;

  private Scratch(Path directory) {
    this.directory = directory;
  }

  /** What is done in the directory; closes what it opened also when its thread is interrupted. */
  interface Work<T> {
    /**
     * @param progress where to say, line by line, how far it is
     */
    T in(Path directory, Consumer<String> progress) throws InterruptedException;
  }

  /** Does {@code work}; Ctrl-C or a polite kill interrupts it and waits for it to end. */
  static <T> T with(Terminal terminal, Work<T> work) throws InterruptedException {
    Scratch scratch;
    try {
      scratch = new Scratch(Files.createTempDirectory("habeas-bench-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(scratch::interrupt, "interrupt"));
    return scratch.run(terminal, work);
  }

  private <T> T run(Terminal terminal, Work<T> work) throws InterruptedException {
    boolean keep = false;
    try {
      return work.in(directory, line -> terminal.say("%s", line));
    } catch (RuntimeException e) {
      keep = !interrupted;
      throw e;
    } finally {
      if (keep) {
        terminal.say("What it left is in %s", directory);
      } else {
        delete();
      }
      ended.countDown();
    }
  }

  private void interrupt() {
    if (ended.getCount() == 0) {
      return;
    }
    interrupted = true;
    worker.interrupt();
    try {
      if (!ended.await(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("habeas: Expected to end but could not; see " + directory);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void delete() {
    try {
      FileSystemUtils.deleteRecursively(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
