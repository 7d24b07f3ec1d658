package io.habeas.storeagent.mongodb;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.habeas.platform.EmbeddedMongo;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** One stand-in for MongoDB per test JVM, and a fresh database in it for whoever asks. */
final class MongoDatabases {
  private static final EmbeddedMongo SERVER = EmbeddedMongo.inMemory();

  private MongoDatabases() {}

  /** A new database. */
  static Database create() {
    return new Database(SERVER.uri(), "store-" + UUID.randomUUID());
  }

  /** A database, looked at and changed from outside of the agent. */
  static final class Database implements AutoCloseable {
    /** With the exact type of every value, so that equal text is equal bytes. */
    private static final JsonWriterSettings EXACT =
        JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private final String uri;
    private final String name;
    private final MongoClient client;

    Database(String uri, String name) {
      this.uri = uri;
      this.name = name;
      this.client = MongoClients.create(uri);
    }

    String uri() {
      return uri;
    }

    String name() {
      return name;
    }

    MongoCollection<BsonDocument> collection(String collection) {
      return database().getCollection(collection, BsonDocument.class);
    }

    MongoDatabase database() {
      return client.getDatabase(name);
    }

    void insert(String collection, String... documents) {
      collection(collection)
          .insertMany(List.of(documents).stream().map(BsonDocument::parse).toList());
    }

    List<String> documents(String collection) {
      return documents(collection, "{}");
    }

    /** The documents that {@code query} finds, exactly as they are, in the order of their keys. */
    List<String> documents(String collection, String query) {
      return collection(collection)
          .find(BsonDocument.parse(query))
          .map(document -> document.toJson(EXACT))
          .into(new java.util.ArrayList<>())
          .stream()
          .sorted()
          .toList();
    }

    /** Everything but the agent's own collections. */
    Map<String, List<String>> contents() {
      Map<String, List<String>> contents = new TreeMap<>();
      database()
          .listCollectionNames()
          .forEach(
              collection -> {
                if (!collection.startsWith("habeas_")) {
                  contents.put(collection, documents(collection));
                }
              });
      return contents;
    }

    long count(String collection) {
      return collection(collection).countDocuments();
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
