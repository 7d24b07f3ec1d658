package io.habeas.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's own binaries in processes of their own, which end with this one. What was committed
 * survives a {@code kill -9}, though not a power cut: it does not wait for the disk.
 *
 * <p>Anybody on this machine may connect as anybody; for development and tests only.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  /** The user that may do everything. */
  public static final String SUPERUSER = "postgres";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final DataDirectory directory;
  private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
  private final Process guard;

  private EmbeddedPostgres(
      DataDirectory directory,
      io.zonky.test.db.postgres.embedded.EmbeddedPostgres server,
      Process guard) {
    this.directory = directory;
    this.server = server;
    this.guard = guard;
  }

  /**
   * Where and how the server runs.
   *
   * @param dataDir the server's own directory
   * @param port its port, 0 for any free one
   */
  public record Options(Path dataDir, int port) {}

  /**
   * Starts the server and returns when it answers.
   *
   * @throws IllegalStateException if the port is taken, the directory is in use, or it fails to
   *     start
   */
  public static EmbeddedPostgres start(Options options) {
    DataDirectory directory = DataDirectory.take(options.dataDir());
    try {
      Path cluster = directory.path().resolve("cluster");
      Path initialised = directory.path().resolve("initialised");
      if (!Files.exists(initialised)) {
        // Left by a first start that was killed half way.
        deleteRecursively(cluster);
      }
      StaleProcess.end(pidFile(cluster), cluster.toString());
      int port = Ports.choose("PostgreSQL", options.port());
      var server = launch(cluster, port);
      Process guard = guard(cluster);
      Files.writeString(initialised, "");
      log.info("PostgreSQL serves on port {}", port);
      return new EmbeddedPostgres(directory, server, guard);
    } catch (IOException e) {
      directory.close();
      throw new IllegalStateException(
          "Expected PostgreSQL to start but it failed: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * Makes a database if it is not there.
   *
   * @param name lower-case letters, digits and underscores
   * @throws IllegalArgumentException if the name has another character
   */
  public void createDatabase(String name) {
    if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException(
          "Expected a database name of lower-case letters, digits and underscores but got another");
    }
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
      if (!found.next()) {
        try (Statement creation = connection.createStatement()) {
          creation.execute("CREATE DATABASE " + name);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Expected to create a database but could not", e);
    }
  }

  /** The JDBC URL of a database, without a user. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://localhost:" + server.getPort() + "/" + database;
  }

  /** Connections to a database as the superuser. */
  public DataSource dataSource(String database) {
    return server.getDatabase(SUPERUSER, database);
  }

  /** The server's port. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    guard.destroyForcibly();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      directory.close();
    }
  }

  private static io.zonky.test.db.postgres.embedded.EmbeddedPostgres launch(Path cluster, int port)
      throws IOException {
    return io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
        .setDataDirectory(cluster)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPort(port)
        .setPGStartupWait(PATIENCE)
        // The library's default, off, loses commits on a kill.
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("listen_addresses", "localhost")
        // The same order of strings on every machine.
        .setLocaleConfig("locale", "C")
        .setLocaleConfig("locale-provider", "builtin")
        .setLocaleConfig("builtin-locale", "C.UTF-8")
        .start();
  }

  /**
   * A shell that waits for this process to end, in whatever way, and then stops the server, unless
   * the server's id file names another one by then.
   */
  private static Process guard(Path cluster) throws IOException {
    String pid = Files.readAllLines(pidFile(cluster)).getFirst().trim();
    String script = "cat >/dev/null; [ \"$(head -n 1 \"$1\")\" = \"$2\" ] && kill -INT \"$2\"";
    return new ProcessBuilder(
            List.of("sh", "-c", script, "guard", pidFile(cluster).toString(), pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static Path pidFile(Path cluster) {
    return cluster.resolve("postmaster.pid");
  }

  private static void deleteRecursively(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
