package io.habeas.benchmarks.saga;

import io.habeas.orchestrator.ErasureOrchestratorApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The orchestrator in a process of its own, which can be killed. It ends with this one, and has the
 * JVM's own choice of compiler and collector.
 */
final class OrchestratorProcess implements AutoCloseable {
  private static final String ENDS_WITH_THIS = "io.habeas.platform.DiesWithParent";
  private static final long LONGEST_STOP_SECONDS = 60;

  private final Path log;
  private Orchestrator.Options options;
  private @Nullable Process process;

  /**
   * Starts it.
   *
   * @param log what it says is added here
   */
  OrchestratorProcess(Orchestrator.Options options, Path log) {
    this.log = log;
    this.options = options;
    start();
  }

  private void start() {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogging.config=classpath:own-process-logback.xml",
                ENDS_WITH_THIS,
                ErasureOrchestratorApplication.class.getName()));
    command.addAll(options.settings());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How it was started for the last time. */
  Orchestrator.Options options() {
    return options;
  }

  /** Stops it as a supervisor does, and starts it with other options. */
  void restart(Orchestrator.Options other) throws InterruptedException {
    stop();
    options = other;
    start();
  }

  /**
   * {@code kill -9}, and starts it again at once.
   *
   * @param state whether it finds its stores again
   */
  void killAndStart(boolean state) {
    end();
    if (!state) {
      FileSystemUtils.deleteRecursively(options.state().toFile());
    }
    start();
  }

  private void stop() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroy();
      if (!running.waitFor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "Expected the orchestrator to stop within %d seconds but it runs"
                .formatted(LONGEST_STOP_SECONDS));
      }
    }
  }

  private void end() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    end();
  }
}
