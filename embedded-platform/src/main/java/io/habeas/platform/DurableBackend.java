package io.habeas.platform;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;

/**
 * Makes an answered write a durable one. The stand-in's own backend commits in the background and
 * loses acknowledged writes on a hard kill.
 *
 * <p>Writers that wait while one commits are covered by the next commit together. No commit happens
 * while a command runs, so that a document and its index entries are stored both or not at all.
 */
final class DurableBackend implements MongoBackend {

  /** Commands that leave the store as it is; everything else is taken for a write. */
  private static final Set<String> READS =
      Set.of(
          "find",
          "getMore",
          "count",
          "distinct",
          "ping",
          "hello",
          "isMaster",
          "ismaster",
          "buildInfo",
          "buildinfo",
          "listCollections",
          "listDatabases",
          "listIndexes",
          "serverStatus",
          "killCursors",
          "endSessions");

  private static final int COMMITS_BETWEEN_COMPACTIONS = 1_000;
  private static final int TARGET_FILL_PERCENT = 60;
  private static final int COMPACTED_BYTES = 4 * 1024 * 1024;

  private final MongoBackend delegate;
  private final MVStore store;

  /** Commands hold it shared, a commit holds it alone. Fair, so that a commit is not starved. */
  private final ReadWriteLock running = new ReentrantReadWriteLock(true);

  private final AtomicLong finishedWrites = new AtomicLong();
  private long committedWrites;
  private long commits;

  DurableBackend(MongoBackend delegate, MVStore store) {
    this.delegate = delegate;
    this.store = store;
  }

  @Override
  public Document handleMessage(MongoMessage message) {
    return run(firstKey(message.getDocument()), () -> delegate.handleMessage(message));
  }

  @Override
  public Document handleCommand(Channel channel, String database, String command, Document query) {
    return run(command, () -> delegate.handleCommand(channel, database, command, query));
  }

  @Override
  public QueryResult handleQuery(MongoQuery query) {
    return run("find", () -> delegate.handleQuery(query));
  }

  @Override
  public void dropDatabase(String database) {
    run(
        "dropDatabase",
        () -> {
          delegate.dropDatabase(database);
          return database;
        });
  }

  private <T> T run(String command, Supplier<T> work) {
    if (READS.contains(command)) {
      return shared(work);
    }
    try {
      return shared(work);
    } finally {
      // Also after an error: a batch may have stored its first documents.
      awaitCommit(finishedWrites.incrementAndGet());
    }
  }

  private <T> T shared(Supplier<T> work) {
    running.readLock().lock();
    try {
      return work.get();
    } finally {
      running.readLock().unlock();
    }
  }

  private void awaitCommit(long write) {
    running.writeLock().lock();
    try {
      if (committedWrites >= write) {
        return;
      }
      long covered = finishedWrites.get();
      store.commit();
      committedWrites = covered;
      commits++;
      if (commits % COMMITS_BETWEEN_COMPACTIONS == 0) {
        store.compact(TARGET_FILL_PERCENT, COMPACTED_BYTES);
      }
    } finally {
      running.writeLock().unlock();
    }
  }

  private static String firstKey(Document document) {
    return document.isEmpty() ? "" : document.keySet().iterator().next();
  }

  @Override
  public void handleClose(Channel channel) {
    delegate.handleClose(channel);
  }

  @Override
  public Collection<Document> getCurrentOperations(MongoQuery query) {
    return delegate.getCurrentOperations(query);
  }

  @Override
  public Document getServerStatus() {
    return delegate.getServerStatus();
  }

  @Override
  public void close() {
    delegate.close();
  }

  @Override
  public void closeCursors(List<Long> cursorIds) {
    delegate.closeCursors(cursorIds);
  }

  @Override
  public Clock getClock() {
    return delegate.getClock();
  }

  @Override
  public void enableOplog() {
    delegate.enableOplog();
  }

  @Override
  public void disableOplog() {
    delegate.disableOplog();
  }

  @Override
  public MongoDatabase resolveDatabase(String database) {
    return delegate.resolveDatabase(database);
  }

  @Override
  public MongoBackend version(MongoVersion version) {
    delegate.version(version);
    return this;
  }
}
