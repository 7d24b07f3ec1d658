package io.habeas.storeagent.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.BsonDocument;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what is often asked of the agent's own collections cheap. Nothing depends on an index, so a
 * user that may not create one is no reason not to work.
 */
final class OwnIndexes {
  private static final Logger log = LoggerFactory.getLogger(OwnIndexes.class);

  private final MongoStore store;
  private final AtomicBoolean done = new AtomicBoolean();

  OwnIndexes(MongoStore store) {
    this.store = store;
  }

  /** Tried once per start. */
  void ensure() {
    if (done.getAndSet(true)) {
      return;
    }
    try {
      create(store.work(), "attempt", "collection");
      create(store.work(), "request");
      create(store.restrictions(), "request");
      create(store.restrictions(), "collection", "key");
      create(store.statements(), "collection", "key");
      create(store.retentions(), "request");
      create(store.retentions(), "collection", "key");
      create(store.retentions(), "expiry");
    } catch (MongoException e) {
      log.warn(
          "Expected to create indexes of the agent's own collections but it failed: {}, code {}",
          e.getClass().getSimpleName(),
          e.getCode());
    }
  }

  private static void create(MongoCollection<BsonDocument> collection, String... fields) {
    collection.createIndex(Indexes.ascending(fields));
  }
}
