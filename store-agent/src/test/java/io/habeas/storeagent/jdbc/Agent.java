package io.habeas.storeagent.jdbc;

import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.participant.testkit.TaskDesk;
import io.habeas.storeagent.connector.Use;
import io.habeas.storeagent.map.DataMapReader;
import io.habeas.storeagent.plan.Sharing;
import io.habeas.storeagent.plan.StorePlan;
import io.habeas.storeagent.plan.StorePlanner;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store agent on a PostgreSQL database, without its topics. */
final class Agent extends TaskDesk implements AutoCloseable {
  static final byte[] HASH_KEY = new byte[32];

  final Store store;
  final JdbcHolder holder;
  final StorePlan plan;

  private Agent(Store store, JdbcHolder holder, StorePlan plan, SettableClock clock) {
    super(holder, holder.outcomeLog(), plan.yields(), new MemoryVault(), clock);
    this.store = store;
    this.holder = holder;
    this.plan = plan;
  }

  static Agent on(String url, Path map) {
    return on(connection(url, "postgres", null), plan(map));
  }

  static Agent on(String url, String map) {
    return on(connection(url, "postgres", null), map);
  }

  static Agent on(JdbcConnection connection, String map) {
    return on(connection, plan(map));
  }

  static StorePlan plan(Path map) {
    return StorePlanner.plan(DataMapReader.read(map).datasets().getFirst(), Sharing.UNDERSTOOD);
  }

  static StorePlan plan(String map) {
    return StorePlanner.plan(
        DataMapReader.read("map.yml", new StringReader(map)).datasets().getFirst(),
        Sharing.UNDERSTOOD);
  }

  static Agent on(JdbcConnection connection, StorePlan plan) {
    // The servers of MySQL's kind are shared by tests, and there the notes are the server's.
    return on(connection, plan, Use.LOOKING);
  }

  private static Agent on(JdbcConnection connection, StorePlan plan, Use use) {
    var clock = new SettableClock();
    var store = new Store(connection);
    var holder = new JdbcHolder(store, connection, plan, Optional.of(HASH_KEY), clock, use);
    return new Agent(store, holder, plan, clock);
  }

  /** One that makes the notes in the database those of its dataset. */
  static Agent serving(JdbcConnection connection, String map) {
    return on(connection, plan(map), Use.SERVING);
  }

  /** On a database of the MariaDB server that tests have in common. */
  static Agent onMariaDb(String database, String map) {
    return on(mariaDb(MariaDbServer.common(), database, "root", null), map);
  }

  static JdbcConnection mariaDb(
      MariaDbServer server, String database, String user, @Nullable String reader) {
    return connection(server.url(database), user, reader, database);
  }

  static JdbcConnection connection(String url, String user, @Nullable String reader) {
    return connection(url, user, reader, "public");
  }

  static JdbcConnection connection(
      String url, String user, @Nullable String reader, String schema) {
    return connection(url, user, reader, schema, Duration.ofSeconds(5));
  }

  /**
   * @param statementTimeout how long one statement may take
   */
  static JdbcConnection connection(
      String url, String user, @Nullable String reader, String schema, Duration statementTimeout) {
    return new JdbcConnection(
        // A user in the address would be the one that connects.
        url.replaceFirst("\\?user=[^&]*$", ""),
        user,
        "",
        reader,
        null,
        schema,
        4,
        Duration.ofSeconds(1),
        statementTimeout,
        Duration.ofMillis(300),
        3);
  }

  @Override
  public void close() {
    store.close();
  }
}
