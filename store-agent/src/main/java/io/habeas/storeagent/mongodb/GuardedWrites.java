package io.habeas.storeagent.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import io.habeas.storeagent.mongodb.Rewriting.Change;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was worked out from a document, on the condition that what was read is still there:
 * one atomic operation per document.
 */
final class GuardedWrites {
  /** How many changes one operation makes, so that it stays far below the largest document. */
  static final int CHANGES = 100;

  /** How often what was read may be changed by somebody else before the task is put off. */
  static final int TRIES = 5;

  private final MongoStore store;

  GuardedWrites(MongoStore store) {
    this.store = store;
  }

  /** The document as it is now; null if it is gone. */
  @Nullable BsonDocument read(Documents documents, BsonValue key, List<String> paths) {
    return records(documents).find(Filters.eq(key)).projection(Projections.include(paths)).first();
  }

  /** Whether everything was as it was read, and is changed. */
  boolean write(Documents documents, Bson which, List<Change> changes) {
    List<Bson> conditions = new ArrayList<>();
    conditions.add(which);
    List<Bson> updates = new ArrayList<>();
    for (Change change : changes) {
      conditions.add(new BsonDocument(change.path(), new BsonDocument("$eq", change.from())));
      updates.add(Updates.set(change.path(), change.to()));
    }
    return records(documents)
            .updateOne(Filters.and(conditions), Updates.combine(updates))
            .getMatchedCount()
        == 1;
  }

  private MongoCollection<BsonDocument> records(Documents documents) {
    return store.database().getCollection(documents.name(), BsonDocument.class);
  }
}
