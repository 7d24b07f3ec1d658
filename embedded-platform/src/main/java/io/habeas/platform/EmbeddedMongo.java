package io.habeas.platform;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stand-in for MongoDB that speaks its wire protocol, in this process. Not MongoDB: it has no
 * transactions, no sessions, no expiry by TTL index, no partial indexes, no pipeline updates, no
 * {@code hello}, and an index that is not unique does nothing.
 */
public final class EmbeddedMongo implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedMongo.class);

  private final @Nullable DataDirectory directory;
  private final MongoServer server;
  private final String uri;

  private EmbeddedMongo(@Nullable DataDirectory directory, MongoServer server, String uri) {
    this.directory = directory;
    this.server = server;
    this.uri = uri;
  }

  /**
   * Where and how the server runs.
   *
   * @param dataDir the server's own directory
   * @param port its port, 0 for any free one
   */
  public record Options(Path dataDir, int port) {}

  /**
   * Starts a server that keeps its documents in a file. What it acknowledged survives a {@code kill
   * -9}.
   *
   * @throws IllegalStateException if the port is taken, the directory is in use, or it fails to
   *     start
   */
  public static EmbeddedMongo start(Options options) {
    DataDirectory directory = DataDirectory.take(options.dataDir());
    try {
      int port = Ports.choose("MongoDB", options.port());
      MVStore store = open(directory.path().resolve("documents.mv"));
      return listen(directory, new DurableBackend(new H2Backend(store), store), port);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** Starts a server on a free port that forgets everything when it is closed. */
  public static EmbeddedMongo inMemory() {
    return listen(null, H2Backend.inMemory(), Ports.choose("MongoDB", 0));
  }

  /** The connection string, without a database. */
  public String uri() {
    return uri;
  }

  /** The connection string of one database. */
  public String uri(String database) {
    return uri + "/" + database;
  }

  @Override
  public void close() {
    server.shutdownNow();
    if (directory != null) {
      directory.close();
    }
  }

  private static EmbeddedMongo listen(
      @Nullable DataDirectory directory, MongoBackend backend, int port) {
    MongoServer server = new MongoServer(backend);
    server.bind(Ports.LOOPBACK, port);
    log.info("MongoDB stand-in serves on port {}", port);
    return new EmbeddedMongo(directory, server, "mongodb://" + Ports.LOOPBACK + ":" + port);
  }

  private static MVStore open(Path file) {
    // Commits in the background could store half of a write; DurableBackend makes every commit.
    return new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().open();
  }
}
