package io.habeas.storeagent;

import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.connector.Use;
import io.habeas.storeagent.jdbc.JdbcConnection;
import io.habeas.storeagent.jdbc.JdbcConnector;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.mongodb.MongoConnector;
import io.habeas.storeagent.plan.DocumentPlanner;
import io.habeas.storeagent.plan.Sharing;
import io.habeas.storeagent.plan.StorePlanner;
import io.habeas.storeagent.redis.KeyPlanner;
import io.habeas.storeagent.redis.RedisConnector;
import io.habeas.storeagent.s3.ObjectPlanner;
import io.habeas.storeagent.s3.S3Connector;
import io.habeas.storeagent.search.SearchConnector;
import io.habeas.storeagent.search.SearchPlanner;
import java.time.Clock;
import java.util.Optional;

/** Connectors, which remember what they did in the store itself where there is one. */
public final class Connectors {
  private Connectors() {}

  /**
   * A connector of the kind of store that {@code connection} is for.
   *
   * @param hashKey at least 32 bytes; empty where the map has no keyed hash
   * @param use whether tasks are carried out by it
   * @param ledger where is remembered what no store can; empty where there is one
   * @throws io.habeas.storeagent.map.InvalidMap if the dataset cannot be carried out there
   * @throws IllegalStateException if a setting is missing that it needs
   */
  public static Connector connect(
      StoreConnection connection,
      Dataset dataset,
      Optional<byte[]> hashKey,
      Optional<LedgerConnection> ledger,
      Clock clock,
      Use use) {
    connection.kind().requireFitting(dataset);
    return RememberingConnectors.connect(connection, dataset, hashKey, ledger, clock)
        .orElseGet(() -> toStore(connection, dataset, hashKey, clock, use));
  }

  private static Connector toStore(
      StoreConnection connection, Dataset dataset, Optional<byte[]> hashKey, Clock clock, Use use) {
    Optional<JdbcConnection> relational = connection.relational();
    if (relational.isPresent()) {
      return new JdbcConnector(
          relational.get(), StorePlanner.plan(dataset, Sharing.UNDERSTOOD), hashKey, clock, use);
    }
    if (connection.mongodb() != null) {
      return new MongoConnector(
          connection.mongodb(), DocumentPlanner.plan(dataset), hashKey, clock, use);
    }
    if (connection.s3() != null) {
      return new S3Connector(connection.s3(), ObjectPlanner.plan(dataset), clock);
    }
    if (connection.redis() != null) {
      return new RedisConnector(connection.redis(), KeyPlanner.plan(dataset), hashKey, clock);
    }
    if (connection.search() != null) {
      return new SearchConnector(connection.search(), SearchPlanner.plan(dataset), hashKey, clock);
    }
    throw new IllegalStateException(
        "Expected habeas.store-agent.connections.%s to be a store's but it is not"
            .formatted(dataset.key()));
  }
}
