package io.habeas.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMongoIT {

  private static final int WRITERS = 8;
  private static final int ENOUGH = 2_000;

  @TempDir Path data;

  @Test
  void shouldKeepEveryAcknowledgedWriteWholeWhenKilledAmidManyWriters() {
    // given
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    try (ChildJvm child = ChildJvm.run(OneMongo.class, data.toString());
        MongoClient client = MongoClients.create(child.await("mongo="));
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      MongoCollection<Document> documents = collection(client);
      documents.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true));
      for (int writer = 0; writer < WRITERS; writer++) {
        String name = "w" + writer + "-";
        writers.execute(() -> insertUntilTheServerIsGone(documents, name, acknowledged));
      }
      await().atMost(Duration.ofMinutes(1)).until(() -> acknowledged.size() >= ENOUGH);

      // when
      child.kill();
    }

    // then
    try (EmbeddedMongo mongo = EmbeddedMongo.start(new EmbeddedMongo.Options(data, 0));
        MongoClient client = MongoClients.create(mongo.uri())) {
      MongoCollection<Document> documents = collection(client);
      assertThat(documents.find().map(document -> document.getString("_id")))
          .containsAll(acknowledged)
          .allSatisfy(
              id ->
                  assertThat(documents.find(Filters.eq("key", "key of " + id)).first())
                      .isEqualTo(document(id)));
      assertThatThrownBy(() -> documents.insertOne(document(acknowledged.iterator().next())))
          .isInstanceOf(MongoException.class)
          .hasMessageContaining("duplicate key");
    }
  }

  @Test
  void shouldServeWithoutADirectory() {
    try (EmbeddedMongo mongo = EmbeddedMongo.inMemory();
        MongoClient client = MongoClients.create(mongo.uri())) {
      collection(client).insertOne(document("a"));
      assertThat(collection(client).find()).containsExactly(document("a"));
    }
  }

  @Test
  void shouldSayThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedMongo.start(new EmbeddedMongo.Options(data, port)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Expected port " + port + " to be free for MongoDB but it is taken");
    }
  }

  @Test
  void shouldSayThatTheDirectoryIsInUse() {
    try (EmbeddedMongo running = EmbeddedMongo.start(new EmbeddedMongo.Options(data, 0))) {
      assertThat(running.uri()).startsWith("mongodb://");
      assertThatThrownBy(() -> EmbeddedMongo.start(new EmbeddedMongo.Options(data, 0)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Expected the data directory " + data + " to be free but it is in use");
    }
  }

  private static void insertUntilTheServerIsGone(
      MongoCollection<Document> documents, String name, Set<String> acknowledged) {
    try {
      for (int i = 0; ; i++) {
        documents.insertOne(document(name + i));
        acknowledged.add(name + i);
      }
    } catch (MongoException gone) {
      // What this test waits for.
    }
  }

  private static MongoCollection<Document> collection(MongoClient client) {
    return client.getDatabase("habeas").getCollection("documents");
  }

  private static Document document(String id) {
    return new Document("_id", id).append("key", "key of " + id);
  }

  /** Runs the stand-in until it is killed. */
  static final class OneMongo {

    private OneMongo() {}

    public static void main(String[] args) throws InterruptedException {
      EmbeddedMongo mongo = EmbeddedMongo.start(new EmbeddedMongo.Options(Path.of(args[0]), 0));
      System.out.println(
          "mongo=" + mongo.uri() + "/?serverSelectionTimeoutMS=2000&retryWrites=false");
      new CountDownLatch(1).await();
    }
  }
}
