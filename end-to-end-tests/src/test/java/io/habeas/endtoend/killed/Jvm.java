package io.habeas.endtoend.killed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process that is started again as it was whenever it ends, as every supervisor does it. It ends
 * with this one.
 */
final class Jvm implements AutoCloseable {
  private static final String ENDS_WITH_THIS = "io.habeas.platform.DiesWithParent";

  private final String name;
  private final List<String> command;
  private final Path log;
  private @Nullable Process process;
  private @Nullable Runnable inBetween;
  private int starts;
  private boolean closed;

  private Jvm(String name, List<String> command, Path log) {
    this.name = name;
    this.command = command;
    this.log = log;
  }

  /** Starts {@code main}; what it says is added to {@code <name>.log} in {@code logs}. */
  static Jvm start(String name, Path logs, Class<?> main, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogging.config=classpath:killed-logback.xml",
                "-Dlogback.configurationFile=killed-logback.xml",
                ENDS_WITH_THIS,
                main.getName()));
    command.addAll(arguments);
    Jvm jvm = new Jvm(name, command, logs.resolve(name + ".log"));
    jvm.start();
    return jvm;
  }

  String name() {
    return name;
  }

  private synchronized void start() {
    Runnable first = inBetween;
    if (first != null) {
      first.run();
      inBetween = null;
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    try {
      Process started = builder.start();
      starts++;
      process = started;
      var _ = started.onExit().thenAccept(this::ended);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void ended(Process which) {
    if (!closed && which.equals(process)) {
      start();
    }
  }

  /** {@code kill -9}; it is started again at once. */
  synchronized void kill() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** The same, and {@code lost} happens before it is started again. */
  synchronized void kill(Runnable lost) {
    inBetween = lost;
    kill();
  }

  /** How often it was started. */
  synchronized int starts() {
    return starts;
  }

  @Override
  public void close() {
    Process last;
    synchronized (this) {
      closed = true;
      last = process;
    }
    if (last != null) {
      last.destroyForcibly().onExit().join();
    }
  }
}
