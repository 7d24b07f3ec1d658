package io.habeas.platform;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * Redis' own binary in a process of its own, which ends with this one. Every write is in a log on
 * disk that survives a {@code kill -9}; a power cut may cost the last second.
 *
 * <p>Whoever is on this machine may connect unless the settings say otherwise; for development and
 * tests only.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLITE = Duration.ofSeconds(10);
  private static final int PROBE_TIMEOUT_MILLIS = 1000;
  private static final int PROBE_PAUSE_MILLIS = 20;

  /** The number that every message has, whatever the language (errno.h). */
  private static final String TEXT_FILE_BUSY = "error: 26";

  private final DataDirectory directory;
  private final Process server;
  private final Process guard;
  private final int port;

  private EmbeddedRedis(DataDirectory directory, Process server, Process guard, int port) {
    this.directory = directory;
    this.server = server;
    this.guard = guard;
    this.port = port;
  }

  /**
   * Where and how the server runs.
   *
   * @param dataDir the server's own directory
   * @param port its port, 0 for any free one
   * @param settings further lines of {@code redis.conf}, which hold over those that are always
   *     there
   */
  public record Options(Path dataDir, int port, List<String> settings) {
    public Options {
      settings = List.copyOf(settings);
    }

    /** Without further settings. */
    public Options(Path dataDir, int port) {
      this(dataDir, port, List.of());
    }

    /** Leaves the settings out, which may hold passwords. */
    @Override
    public String toString() {
      return "Options[" + dataDir + ", " + port + "]";
    }
  }

  /**
   * Starts the server and returns when it answers.
   *
   * @throws IllegalStateException if the port is taken, the directory is in use, or it fails to
   *     start
   */
  public static EmbeddedRedis start(Options options) {
    DataDirectory directory = DataDirectory.take(options.dataDir());
    try {
      Path pidFile = directory.path().resolve("redis.pid");
      Path settings = directory.path().resolve("redis.conf");
      StaleProcess.end(pidFile, directory.path().toString());
      Files.deleteIfExists(pidFile);
      int port = Ports.choose("Redis", options.port());
      // A file and not arguments: what stands there is seen by everybody on the machine.
      Files.write(settings, lines(directory.path(), pidFile, port, options.settings()));
      Path log = directory.path().resolve("redis.log");
      Process server =
          launch(
              new ProcessBuilder(binary(directory.path()).toString(), settings.toString())
                  .directory(directory.path().toFile())
                  .redirectErrorStream(true)
                  .redirectOutput(log.toFile()));
      Process guard = guard(pidFile, server.pid());
      var redis = new EmbeddedRedis(directory, server, guard, port);
      redis.awaitAnswer(log);
      EmbeddedRedis.log.info("Redis serves on port {}", port);
      return redis;
    } catch (IOException e) {
      directory.close();
      throw new IllegalStateException(
          "Expected Redis to start but it failed: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * Starts a program that was written a moment ago. A process that another thread forked meanwhile
   * still has the file open for writing, until it executes its own program, and so long the system
   * refuses to execute this one (ETXTBSY).
   */
  private static Process launch(ProcessBuilder program) throws IOException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return program.start();
      } catch (IOException e) {
        boolean busy = String.valueOf(e.getMessage()).contains(TEXT_FILE_BUSY);
        if (!busy || System.nanoTime() > until) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PROBE_PAUSE_MILLIS));
      }
    }
  }

  private static List<String> lines(Path data, Path pidFile, int port, List<String> settings) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "bind " + Ports.LOOPBACK,
                "port " + port,
                "dir \"" + data + "\"",
                "pidfile \"" + pidFile + "\"",
                "daemonize no",
                "appendonly yes",
                "appendfsync everysec",
                "save \"\"",
                "databases 16"));
    lines.addAll(settings);
    return lines;
  }

  /**
   * The binary for this machine, unpacked beside the data so that it is there once. The one for
   * Linux on x86-64 needs OpenSSL 3; where there is none, the one for 32 bits, which needs nothing,
   * does.
   */
  private static Path binary(Path data) throws IOException {
    File unpacked = Files.createDirectories(data.resolve("bin")).toFile();
    Map<OsArchitecture, String> all = ExecutableProvider.newProvidedVersionsMap();
    Path binary = unpack(unpacked, all);
    String smaller = all.get(OsArchitecture.UNIX_x86);
    if (!runs(binary) && smaller != null) {
      all.put(OsArchitecture.UNIX_x86_64, smaller);
      binary = unpack(unpacked, all);
    }
    if (!runs(binary)) {
      throw new IOException("none of its binaries runs on this machine");
    }
    return binary;
  }

  private static Path unpack(File directory, Map<OsArchitecture, String> binaries)
      throws IOException {
    Path binary =
        ExecutableProvider.newJarResourceProvider(() -> directory, binaries).get().toPath();
    if (!binary.toFile().setExecutable(true)) {
      throw new IOException("its binary cannot be made executable");
    }
    return binary;
  }

  private static boolean runs(Path binary) throws IOException {
    Process asked =
        launch(
            new ProcessBuilder(binary.toString(), "--version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD));
    try {
      return asked.waitFor(POLITE.toMillis(), TimeUnit.MILLISECONDS) && asked.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while it was starting", e);
    }
  }

  /** A shell that waits for this process to end, in whatever way, and then stops the server. */
  private static Process guard(Path pidFile, long pid) throws IOException {
    String script = "cat >/dev/null; [ \"$(head -n 1 \"$1\")\" = \"$2\" ] && kill -TERM \"$2\"";
    return new ProcessBuilder(
            List.of("sh", "-c", script, "guard", pidFile.toString(), Long.toString(pid)))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void awaitAnswer(Path log) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (!server.isAlive() || System.nanoTime() > deadline) {
        stop();
        throw new IOException("it does not answer; " + log + " says why");
      }
      try {
        var _ = server.waitFor(PROBE_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        stop();
        throw new IOException("interrupted while it was starting", e);
      }
    }
  }

  /** Whether it serves: it says LOADING before, and an error of any other kind is an answer. */
  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(Ports.LOOPBACK, port), PROBE_TIMEOUT_MILLIS);
      socket.setSoTimeout(PROBE_TIMEOUT_MILLIS);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[64];
      int length = socket.getInputStream().read(answer);
      return length > 0
          && !new String(answer, 0, length, StandardCharsets.US_ASCII).startsWith("-LOADING");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Where clients connect, without a user or a database. */
  public String uri() {
    return "redis://" + Ports.LOOPBACK + ":" + port;
  }

  /** The server's port. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    stop();
    directory.close();
  }

  private void stop() {
    guard.destroyForcibly();
    server.destroy();
    try {
      if (!server.waitFor(POLITE.toMillis(), TimeUnit.MILLISECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
