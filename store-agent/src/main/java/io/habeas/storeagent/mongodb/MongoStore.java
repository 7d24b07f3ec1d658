package io.habeas.storeagent.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import com.mongodb.event.CommandListener;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;

/**
 * Connections to the database, and the agent's own collections in it. What was written is on the
 * majority's disks when it is acknowledged, and read from where it was written: notes that a failed
 * primary takes with it would be none.
 */
final class MongoStore implements AutoCloseable {
  private static final String STATEMENTS = "habeas_statement";

  private final MongoClient writing;
  private final Optional<MongoClient> reading;
  private final String database;
  private final int chunk;

  /**
   * @param listeners told of every command; for whoever watches, in tests say
   */
  MongoStore(MongoConnection connection, List<CommandListener> listeners) {
    this.writing = open(connection, connection.uri(), listeners);
    this.reading =
        Optional.ofNullable(connection.readOnlyUri()).map(uri -> open(connection, uri, listeners));
    this.database = connection.database();
    this.chunk = connection.chunk();
  }

  private static MongoClient open(
      MongoConnection connection, String uri, List<CommandListener> listeners) {
    long wait = connection.connectTimeout().toMillis();
    var settings =
        MongoClientSettings.builder()
            .applyConnectionString(connectionString(uri))
            .applicationName("habeas-store-agent")
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
    return MongoClients.create(settings.build());
  }

  private static ConnectionString connectionString(String uri) {
    try {
      return new ConnectionString(uri);
    } catch (IllegalArgumentException e) {
      // Without the cause, which may quote credentials.
      throw new IllegalStateException(
          "Expected uri and read-only-uri to be MongoDB connection strings but one is not");
    }
  }

  /** The database, for what changes it. */
  MongoDatabase database() {
    return writing.getDatabase(database);
  }

  /** The database, for what only reads. */
  MongoDatabase readingDatabase() {
    return reading.orElse(writing).getDatabase(database);
  }

  /** How many documents are read, noted or changed at a time. */
  int chunk() {
    return chunk;
  }

  /** What each task came to: one document per request. */
  MongoCollection<BsonDocument> tasks() {
    return own(database(), "habeas_task");
  }

  /** What an erasure under way is about: dropped when its outcome is sealed. */
  MongoCollection<BsonDocument> work() {
    return own(database(), "habeas_work");
  }

  /**
   * Which records are hidden (Art. 18). Applications whose documents have no status look their
   * records up here.
   */
  MongoCollection<BsonDocument> restrictions() {
    return own(database(), "habeas_restriction");
  }

  /** Which records are kept under a duty (Art. 17(3)), and until when. */
  MongoCollection<BsonDocument> retentions() {
    return own(database(), "habeas_retention");
  }

  /** The same, for what only reads. */
  MongoCollection<BsonDocument> readingRetentions() {
    return own(readingDatabase(), "habeas_retention");
  }

  /** What people want to stand beside their documents. */
  MongoCollection<BsonDocument> statements() {
    return own(database(), STATEMENTS);
  }

  /** The same, for what only reads. */
  MongoCollection<BsonDocument> readingStatements() {
    return own(readingDatabase(), STATEMENTS);
  }

  /**
   * Makes the agent's own collections this dataset's, unless they are another's: they are kept by
   * request and step alone, so that one would be answered for with what was done for the other.
   * Idempotent.
   *
   * @return what is wrong, if they are
   */
  Optional<String> claim(String dataset) {
    BsonDocument owner =
        own(database(), "habeas_owner")
            .findOneAndUpdate(
                Filters.eq("_id", "owner"),
                Updates.setOnInsert("dataset", dataset),
                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
    String name = Objects.requireNonNull(owner).getString("dataset").getValue();
    return name.equals(dataset)
        ? Optional.empty()
        : Optional.of(
            "Expected the notes in the database to be of %s but they are of %s: two datasets cannot"
                    .formatted(dataset, name)
                + " share them. Where one was just renamed, say so in habeas_owner");
  }

  private static MongoCollection<BsonDocument> own(MongoDatabase database, String name) {
    return database.getCollection(name, BsonDocument.class);
  }

  @Override
  public void close() {
    reading.ifPresent(MongoClient::close);
    writing.close();
  }
}
