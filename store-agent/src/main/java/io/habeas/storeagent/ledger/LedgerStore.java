package io.habeas.storeagent.ledger;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;

/**
 * Connections to the ledger's database. What was written is on the majority's disks when it is
 * acknowledged: an order that a failed primary takes with it would be placed twice.
 */
final class LedgerStore implements AutoCloseable {
  static final String TASKS = "task";
  static final String ORDERS = "order";

  private final MongoClient client;
  private final String database;

  LedgerStore(LedgerConnection connection, List<CommandListener> listeners) {
    long wait = connection.connectTimeout().toMillis();
    var settings =
        MongoClientSettings.builder()
            .applyConnectionString(connectionString(connection.uri()))
            .applicationName("habeas-store-agent-ledger")
            .writeConcern(WriteConcern.MAJORITY.withJournal(true))
            .readConcern(ReadConcern.MAJORITY)
            .readPreference(ReadPreference.primary())
            .applyToClusterSettings(c -> c.serverSelectionTimeout(wait, TimeUnit.MILLISECONDS))
            .applyToConnectionPoolSettings(
                pool ->
                    pool.maxSize(connection.poolSize()).maxWaitTime(wait, TimeUnit.MILLISECONDS))
            .applyToSocketSettings(
                socket ->
                    socket
                        .connectTimeout(wait, TimeUnit.MILLISECONDS)
                        .readTimeout(
                            connection.operationTimeout().toMillis(), TimeUnit.MILLISECONDS));
    settings.commandListenerList(listeners);
    this.client = MongoClients.create(settings.build());
    this.database = connection.database();
  }

  private static ConnectionString connectionString(String uri) {
    try {
      return new ConnectionString(uri);
    } catch (IllegalArgumentException e) {
      // Without the cause, which may quote credentials.
      throw new IllegalStateException(
          "Expected the ledger's uri to be a MongoDB connection string but it is not");
    }
  }

  MongoDatabase database() {
    return client.getDatabase(database);
  }

  MongoCollection<BsonDocument> collection(String kind) {
    return database().getCollection("habeas_ledger_" + kind, BsonDocument.class);
  }

  @Override
  public void close() {
    client.close();
  }
}
