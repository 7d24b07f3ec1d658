package io.habeas.storeagent;

import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.jdbc.JdbcConnection;
import io.habeas.storeagent.jdbc.JdbcConnector;
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

/** Connectors to stores, which remember what they did in the store itself. */
public final class Connectors {
  private Connectors() {}

  /**
   * A connector of the kind of store that {@code connection} is for.
   *
   * @param hashKey at least 32 bytes; empty where the map has no keyed hash
   * @throws io.habeas.storeagent.map.InvalidMap if the dataset cannot be carried out there
   * @throws IllegalStateException if it is for no store, but for a processor or for people
   */
  public static Connector connect(
      StoreConnection connection, Dataset dataset, Optional<byte[]> hashKey, Clock clock) {
    Optional<JdbcConnection> relational = connection.relational();
    if (relational.isPresent()) {
      return new JdbcConnector(
          relational.get(), StorePlanner.plan(dataset, Sharing.UNDERSTOOD), hashKey, clock);
    }
    if (connection.mongodb() != null) {
      return new MongoConnector(
          connection.mongodb(), DocumentPlanner.plan(dataset), hashKey, clock);
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
