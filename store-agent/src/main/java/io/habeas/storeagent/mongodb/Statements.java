package io.habeas.storeagent.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.habeas.storeagent.plan.DocumentPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * What people want to stand beside their documents (Art. 16, second sentence; legal rule L18), in a
 * collection of the agent's own: one of each request for each document. Gone with the document.
 */
final class Statements {
  /** Under which a copy has them, beside the fields of the record. */
  static final String IN_COPY = "habeas:statements";

  private static final String COLLECTION = "collection";
  private static final String KEY = "key";
  static final String TEXT = "text";

  private final MongoCollection<BsonDocument> statements;

  Statements(MongoCollection<BsonDocument> statements) {
    this.statements = statements;
  }

  /** Puts a request's statement beside a document; again, it is the same one. */
  void put(UUID requestId, String collection, BsonValue key, String text) {
    BsonDocument id =
        new BsonDocument("request", new BsonString(requestId.toString()))
            .append(COLLECTION, new BsonString(collection))
            .append(KEY, key);
    statements.updateOne(
        Filters.eq(id),
        Updates.combine(
            Updates.set(COLLECTION, new BsonString(collection)),
            Updates.set(KEY, key),
            Updates.set(TEXT, new BsonString(text))),
        new UpdateOptions().upsert(true));
  }

  /** Those beside the documents with {@code keys}, by key in its canonical form. */
  Map<Object, BsonArray> beside(String collection, List<BsonValue> keys) {
    Map<Object, BsonArray> found = new HashMap<>();
    statements
        .find(of(collection, keys))
        .sort(Sorts.ascending(DocumentPlan.KEY))
        .forEach(
            statement ->
                found
                    .computeIfAbsent(
                        Scalars.canonical(Paths.required(statement, KEY)), key -> new BsonArray())
                    .add(Paths.required(statement, TEXT)));
    return found;
  }

  /** Drops those beside the documents with {@code keys}. */
  void forget(String collection, List<BsonValue> keys) {
    statements.deleteMany(of(collection, keys));
  }

  private static org.bson.conversions.Bson of(String collection, List<BsonValue> keys) {
    return Filters.and(Filters.eq(COLLECTION, collection), Filters.in(KEY, keys));
  }
}
