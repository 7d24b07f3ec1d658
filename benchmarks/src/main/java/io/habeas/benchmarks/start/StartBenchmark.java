package io.habeas.benchmarks.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Starts {@code ./habeas up} as a person does, several times, each time on an empty directory and
 * free ports, and stops it when it says that every service is ready.
 */
public final class StartBenchmark {
  private static final String READY = "Ready after";
  private static final long LONGEST_START_MINUTES = 5;
  private static final long LONGEST_STOP_SECONDS = 60;

  private StartBenchmark() {}

  /**
   * What is started.
   *
   * @param script the launch script; nothing is left to be built when it runs
   * @param runs how many times, at least 1
   * @param directory an empty directory for everything that is written
   */
  public record Options(Path script, int runs, Path directory) {
    public Options {
      if (runs < 1) {
        throw new IllegalArgumentException("Expected at least 1 run but got " + runs);
      }
    }
  }

  /**
   * Measures.
   *
   * @param progress is told a line after each start
   * @throws IllegalStateException if the script cannot be run, or ends before everything is ready
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public static StartReport run(Options options, Consumer<String> progress)
      throws InterruptedException {
    List<Double> seconds = new ArrayList<>();
    for (int run = 1; run <= options.runs(); run++) {
      double took = start(options.script(), options.directory().resolve("run-" + run));
      seconds.add(took);
      progress.accept(
          String.format(Locale.ROOT, "  start %d of %d: %.1f s", run, options.runs(), took));
    }
    return StartReport.of(seconds);
  }

  private static double start(Path script, Path data) throws InterruptedException {
    long begin = System.nanoTime();
    Process process = launch(script, data);
    try {
      // On a thread of its own, since reading could neither be interrupted nor be given up.
      long ready =
          CompletableFuture.supplyAsync(() -> awaitReady(process))
              .get(LONGEST_START_MINUTES, TimeUnit.MINUTES);
      return (ready - begin) / (double) TimeUnit.SECONDS.toNanos(1);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "Expected everything to be ready within %d minutes but it is not"
              .formatted(LONGEST_START_MINUTES),
          e);
    } finally {
      stop(process);
    }
  }

  /** When everything was ready, by {@link System#nanoTime}. */
  private static long awaitReady(Process process) {
    String last = "nothing said";
    try (BufferedReader output = process.inputReader(UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(READY)) {
          return System.nanoTime();
        }
        last = line;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException(
        "Expected everything to be ready but it ended with \"%s\"".formatted(last));
  }

  private static Process launch(Path script, Path data) {
    try {
      return new ProcessBuilder(
              script.toString(), "up", "--data", data.toString(), "--port-base", "0")
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      throw new IllegalStateException("Expected to run %s but could not".formatted(script), e);
    }
  }

  /** Waits until it has stopped, also when this thread is interrupted: it still writes. */
  private static void stop(Process process) {
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, LONGEST_STOP_SECONDS, TimeUnit.SECONDS)
        .join()
        .destroyForcibly();
    process.onExit().join();
  }
}
