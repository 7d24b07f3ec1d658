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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apicurio Registry with a database file, in a process of its own that ends with this one. Serves
 * its own API and Confluent's. New schemas must be backward compatible with every earlier one.
 */
public final class EmbeddedRegistry implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedRegistry.class);

  private static final String COMPATIBILITY = "BACKWARD_TRANSITIVE";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final DataDirectory directory;
  private final Process process;
  private final URI root;

  private EmbeddedRegistry(DataDirectory directory, Process process, URI root) {
    this.directory = directory;
    this.process = process;
    this.root = root;
  }

  /**
   * Where and how the registry runs.
   *
   * @param dataDir the registry's own directory
   * @param port its port, 0 for any free one
   */
  public record Options(Path dataDir, int port) {}

  /**
   * Starts the registry and returns when it answers.
   *
   * @throws IllegalStateException if the port is taken, the directory is in use, or it fails to
   *     start
   */
  public static EmbeddedRegistry start(Options options) {
    DataDirectory directory = DataDirectory.take(options.dataDir());
    try {
      StaleProcess.end(pidFile(directory), directory.path().toString());
      int port = Ports.choose("the schema registry", options.port());
      Process process = launch(directory.path(), port);
      try {
        Files.writeString(pidFile(directory), Long.toString(process.pid()));
        URI root = URI.create("http://" + Ports.LOOPBACK + ":" + port);
        awaitReady(process, root, directory.path());
        log.info("Schema registry serves on port {}", port);
        return new EmbeddedRegistry(directory, process, root);
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

  /** The registry's own API, version 3: what Apicurio's serde is configured with. */
  public String url() {
    return root + "/apis/registry/v3";
  }

  /** The API of Confluent's registry, for Confluent's clients. */
  public String confluentUrl() {
    return root + "/apis/ccompat/v7";
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

  private static Process launch(Path directory, int port) throws IOException {
    Path distribution = RegistryDistribution.unpacked();
    // Acknowledged means written: a lost registration would hand its id to another schema.
    String database = "jdbc:h2:file:" + directory.resolve("registry") + ";WRITE_DELAY=0";
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx320m",
                "-Dquarkus.http.host=" + Ports.LOOPBACK,
                "-Dquarkus.http.port=" + port,
                // By default its port is fixed and open to other machines.
                "-Dquarkus.management.host=" + Ports.LOOPBACK,
                "-Dquarkus.management.port=0",
                "-Dquarkus.http.access-log.enabled=false",
                "-Dquarkus.log.category.\"io.apicurio\".level=WARN",
                "-Dquarkus.otel.sdk.disabled=true",
                "-Dapicurio.datasource.url=" + database,
                "-Dapicurio.datasource.jdbc.initial-size=1",
                "-Dapicurio.datasource.jdbc.min-size=1",
                "-Dapicurio.datasource.jdbc.max-size=10",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                distribution.resolve("quarkus-run.jar") + File.pathSeparator + ownClasses(),
                DiesWithParent.class.getName(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"))
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

  private static void awaitReady(Process process, URI root, Path directory) {
    Instant deadline = Instant.now().plus(PATIENCE);
    HttpRequest setCompatibility =
        HttpRequest.newBuilder(root.resolve("/apis/ccompat/v7/config"))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    "{\"compatibility\":\"" + COMPATIBILITY + "\"}"))
            .build();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
      do {
        if (status(client, setCompatibility).filter(status -> status == 200).isPresent()) {
          return;
        }
      } while (!process.waitFor(PAUSE) && Instant.now().isBefore(deadline));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected the registry to start but was interrupted", e);
    }
    throw new IllegalStateException(
        "Expected the schema registry to be ready within %s but %s; its log is %s"
            .formatted(
                PATIENCE,
                process.isAlive() ? "it is not" : "it ended with code " + process.exitValue(),
                logFile(directory)));
  }

  private static Optional<Integer> status(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return Optional.of(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    } catch (IOException notListeningYet) {
      return Optional.empty();
    }
  }

  private static Path pidFile(DataDirectory directory) {
    return directory.path().resolve("registry.pid");
  }

  private static Path logFile(Path directory) {
    return directory.resolve("registry.log");
  }
}
