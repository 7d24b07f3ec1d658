package io.habeas.storeagent.redis;

import io.habeas.participant.Deferred;
import io.habeas.participant.Task;
import io.habeas.participant.testkit.MemoryVault;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.participant.testkit.TaskDesk;
import io.habeas.storeagent.map.DataMapReader;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A store agent on a Redis database, without its topics: its vault is in memory. */
final class RedisAgent extends TaskDesk implements AutoCloseable {
  private static final byte[] HASH_KEY = new byte[32];

  final RedisConnector connector;

  private RedisAgent(RedisConnector connector, MemoryVault vault, SettableClock clock) {
    super(connector.holder(), connector.outcomes(), Set.of(), vault, clock);
    this.connector = connector;
  }

  static RedisAgent on(RedisDatabases.Database database, KeyPlan plan) {
    return on(
        connection(database.uri(), null),
        plan,
        new MemoryVault(),
        new SettableClock(),
        UnaryOperator.identity());
  }

  static RedisAgent on(
      RedisConnection connection,
      KeyPlan plan,
      MemoryVault vault,
      SettableClock clock,
      UnaryOperator<Wire> around) {
    return new RedisAgent(
        new RedisConnector(connection, plan, Optional.of(HASH_KEY), clock, around), vault, clock);
  }

  /**
   * Small pages, so that few records fill several.
   *
   * @param reader the address of the user that only reads; null for the same one
   */
  static RedisConnection connection(String uri, @Nullable String reader) {
    return new RedisConnection(uri, reader, 4, Duration.ofSeconds(2), Duration.ofSeconds(10), 3);
  }

  static KeyPlan plan(String map) {
    return KeyPlanner.plan(
        DataMapReader.read("map.yml", new StringReader(map)).datasets().getFirst());
  }

  /** With accounts in its vault. */
  RedisAgent knowing(String... accounts) {
    vault.has("account_id", accounts);
    return this;
  }

  /** What is read out, each record after the name of its collection; further lines after a plus. */
  List<String> export(UUID request, int step) throws Deferred {
    List<String> records = new ArrayList<>();
    connector
        .holder()
        .export(
            new Task(request, step, vault.identifiers()),
            new io.habeas.participant.RecordSink() {
              @Override
              public void add(String collection, String json) {
                records.add(collection + " " + json);
              }

              @Override
              public void addMore(String collection, String json) {
                records.add("+" + collection + " " + json);
              }
            });
    return records;
  }

  @Override
  public void close() {
    connector.close();
  }
}
