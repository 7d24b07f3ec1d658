package io.habeas.benchmarks.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts {@code ./habeas up} as a person does, several times, each time on an empty directory and
 * free ports, and stops it when it says that every service is ready.
 */
public final class StartBenchmark {
  private static final String READY = "Ready after";
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
    try (BufferedReader output = process.inputReader(UTF_8)) {
      List<String> said = new ArrayList<>();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(READY)) {
          return (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
        }
        said.add(line);
      }
      throw new IllegalStateException(
          "Expected everything to be ready but it ended with "
              + (said.isEmpty() ? "nothing said" : said.getLast()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      stop(process);
    }
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

  private static void stop(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
