package io.habeas.platform;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node of OpenSearch or Elasticsearch, in a process of its own that ends with this one. Its
 * jars are the caller's to name: they would quarrel with those of any other program.
 */
public final class EmbeddedSearch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedSearch.class);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final DataDirectory directory;
  private final Process process;
  private final URI uri;

  private EmbeddedSearch(DataDirectory directory, Process process, URI uri) {
    this.directory = directory;
    this.process = process;
    this.uri = uri;
  }

  /** Whose server it is. */
  public enum Vendor {
    OPENSEARCH,
    ELASTICSEARCH;

    private String root() {
      return "org." + name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Where and how the node runs.
   *
   * @param vendor whose jars they are
   * @param classPath the server and what answers HTTP, each with all it needs
   * @param dataDir the node's own directory
   * @param port its port for HTTP, 0 for any free one
   */
  public record Options(Vendor vendor, String classPath, Path dataDir, int port) {}

  /**
   * Starts the node and returns when it answers.
   *
   * @throws IllegalStateException if the port is taken, the directory is in use, or it fails to
   *     start
   */
  public static EmbeddedSearch start(Options options) {
    DataDirectory directory = DataDirectory.take(options.dataDir());
    try {
      StaleProcess.end(pidFile(directory), directory.path().toString());
      Map<String, Integer> wanted = new LinkedHashMap<>();
      wanted.put("the search server", options.port());
      wanted.put("its transport", 0);
      SequencedMap<String, Integer> ports = Ports.chooseAll(wanted);
      int http = ports.firstEntry().getValue();
      int transport = ports.lastEntry().getValue();
      Process process = launch(options, directory.path(), http, transport);
      try {
        Files.writeString(pidFile(directory), Long.toString(process.pid()));
        URI uri = URI.create("http://" + Ports.LOOPBACK + ":" + http);
        awaitReady(process, uri, directory.path());
        log.info("{} serves on port {}", options.vendor(), http);
        return new EmbeddedSearch(directory, process, uri);
      } catch (RuntimeException | IOException e) {
        process.destroyForcibly();
        throw e;
      }
    } catch (IOException e) {
      directory.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** Where it answers; it asks nobody who they are. */
  public URI uri() {
    return uri;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    directory.close();
  }

  private static Process launch(Options options, Path directory, int http, int transport)
      throws IOException {
    Files.createDirectories(directory.resolve("config"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx400m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                options.classPath() + File.pathSeparator + ownClasses(),
                DiesWithParent.class.getName(),
                SearchNode.class.getName(),
                options.vendor().root(),
                directory.toString()));
    command.addAll(
        List.of(
            "network.host=" + Ports.LOOPBACK,
            "http.port=" + http,
            "transport.port=" + transport,
            "node.name=embedded",
            "discovery.type=single-node",
            // How full somebody's disk is must not decide a test.
            "cluster.routing.allocation.disk.threshold_enabled=false"));
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(logFile(directory).toFile())
        .start();
  }

  private static Path ownClasses() {
    try {
      return Path.of(
          DiesWithParent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Expected this module's classes in a file but not so", e);
    }
  }

  private static void awaitReady(Process process, URI uri, Path directory) {
    Instant deadline = Instant.now().plus(PATIENCE);
    HttpRequest health =
        HttpRequest.newBuilder(uri.resolve("/_cluster/health?wait_for_status=yellow&timeout=5s"))
            .timeout(Duration.ofSeconds(10))
            .build();
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
      do {
        if (answers(client, health)) {
          return;
        }
      } while (!process.waitFor(PAUSE) && Instant.now().isBefore(deadline));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected the server to start but was interrupted", e);
    }
    throw new IllegalStateException(
        "Expected the search server to be ready within %s but %s; its log is %s"
            .formatted(
                PATIENCE,
                process.isAlive() ? "it is not" : "it ended with code " + process.exitValue(),
                logFile(directory)));
  }

  private static boolean answers(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notListeningYet) {
      return false;
    }
  }

  private static Path pidFile(DataDirectory directory) {
    return directory.path().resolve("search.pid");
  }

  private static Path logFile(Path directory) {
    return directory.resolve("search.log");
  }
}
