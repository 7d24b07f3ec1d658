package io.habeas.endtoend;

import static org.awaitility.Awaitility.await;

import io.habeas.standalone.cli.Habeas;
import io.habeas.testkit.platform.TopicClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The command as {@code ./habeas} starts it, in a process that can be killed. */
final class HabeasProcess implements AutoCloseable {
  static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private HabeasProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  /** {@code habeas ARGUMENTS} on this checkout. */
  static HabeasProcess run(String... arguments) {
    return run(CHECKOUT, Map.of(), arguments);
  }

  /**
   * The same.
   *
   * @param home where {@code deploy/sample} is
   * @param environment more environment variables
   */
  static HabeasProcess run(Path home, Map<String, String> environment, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx1500m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.springframework.boot.logging.LoggingSystem=none",
                "-Dhabeas.home=" + home,
                Habeas.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().putAll(environment);
    try {
      return new HabeasProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code habeas up} on a data directory and free ports; returns when everything is ready. */
  static HabeasProcess up(Path home, Map<String, String> environment, Path data) {
    HabeasProcess habeas =
        run(home, environment, "up", "--data", data.toString(), "--port-base", "0");
    try {
      habeas.awaitLine("log .*");
      return habeas;
    } catch (RuntimeException e) {
      habeas.close();
      throw e;
    }
  }

  static HabeasProcess up(Path data) {
    return up(CHECKOUT, Map.of(), data);
  }

  /** A copy of what the command needs of a checkout, to be changed. */
  static Path copyOfSample(Path home) throws IOException {
    Path sample = Path.of("deploy", "sample", "anypromt");
    Files.createDirectories(home.resolve(sample));
    try (Stream<Path> files = Files.list(CHECKOUT.resolve(sample))) {
      for (Path file : files.toList()) {
        Files.copy(file, home.resolve(sample).resolve(file.getFileName()));
      }
    }
    return home.resolve(sample);
  }

  /**
   * The first group of a line of output.
   *
   * @param pattern what the line contains
   */
  String awaitLine(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    return await("output with " + pattern)
        .atMost(LIMIT)
        .until(
            () -> {
              boolean ended = !process.isAlive() && !reader.isAlive();
              String found = find(wanted);
              if (found == null && ended) {
                throw new AssertionError(
                    "Expected a line with " + pattern + " but the process ended after\n" + text());
              }
              return found == null ? "" : found;
            },
            found -> !found.isEmpty());
  }

  /** A client of its broker and registry; the caller's to close. */
  TopicClient topics() {
    return new TopicClient(
        awaitLine("^  Kafka .* (127\\.0\\.0\\.1:\\d+)$"),
        awaitLine("^  schema registry .* (http://\\S+)$") + "/apis/registry/v3");
  }

  /** Waits for the end of the process; its exit code. */
  int exitCode() {
    await("end of the process").atMost(LIMIT).until(() -> !process.isAlive() && !reader.isAlive());
    return process.exitValue();
  }

  /** Everything it printed. */
  String text() {
    return String.join("\n", output);
  }

  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /** Ctrl-C, or a polite kill. */
  void interrupt() {
    // Not by the process itself, which would also close its output.
    process.toHandle().destroy();
  }

  /** {@code kill -9}; returns when the process and its children are gone. */
  void kill() {
    List<ProcessHandle> children = descendants();
    process.destroyForcibly().onExit().join();
    await("end of the children")
        .atMost(LIMIT)
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  private @org.jspecify.annotations.Nullable String find(Pattern wanted) {
    for (String line : output) {
      Matcher matcher = wanted.matcher(line);
      if (matcher.find()) {
        return matcher.groupCount() > 0 ? matcher.group(1) : line;
      }
    }
    return null;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      lines.lines().forEach(output::add);
    } catch (IOException | UncheckedIOException killed) {
      output.add("(nothing more can be read)");
    }
  }
}
