package io.habeas.verifier;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.platform.EmbeddedMongo;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A stand-in for MongoDB, and connections to it. */
public final class StandInMongo implements AutoCloseable {
  private final EmbeddedMongo server = EmbeddedMongo.inMemory();
  private final String database = "verifier-" + UUID.randomUUID();
  private final List<MongoClient> clients = new java.util.concurrent.CopyOnWriteArrayList<>();

  public String uri() {
    return server.uri();
  }

  public String databaseName() {
    return database;
  }

  /** The database over a connection of its own, as another instance would have it. */
  public MongoDatabase connect() {
    MongoClient client = MongoClients.create(server.uri());
    clients.add(client);
    return client.getDatabase(database);
  }

  /** Everything stored, as text in which binary values are spelled out as characters too. */
  public String dump() {
    MongoDatabase all = connect();
    StringBuilder text = new StringBuilder();
    for (String name : Flux.from(all.listCollectionNames()).toIterable()) {
      for (Document document : Flux.from(all.getCollection(name).find()).toIterable()) {
        append(text, document);
      }
    }
    return text.toString();
  }

  /** How many documents a collection has. */
  public long count(String collection) {
    Long count = Mono.from(connect().getCollection(collection).countDocuments()).block();
    return count == null ? 0 : count;
  }

  private static void append(StringBuilder text, Object value) {
    switch (value) {
      case Document document ->
          document.forEach((key, field) -> append(text.append(key).append('='), field));
      case List<?> list -> list.forEach(element -> append(text, element));
      case org.bson.types.Binary binary ->
          text.append(new String(binary.getData(), java.nio.charset.StandardCharsets.ISO_8859_1))
              .append('\n');
      default -> text.append(value).append('\n');
    }
  }

  @Override
  public void close() {
    clients.forEach(MongoClient::close);
    server.close();
  }
}
