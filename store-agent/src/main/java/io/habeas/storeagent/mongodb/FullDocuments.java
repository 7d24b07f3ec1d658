package io.habeas.storeagent.mongodb;

import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.habeas.participant.Deferred;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;

/** Reads more fields of documents that are known to be the person's, one document at a time. */
final class FullDocuments {
  private final MongoDatabase database;

  FullDocuments(MongoDatabase database) {
    this.database = database;
  }

  /** What is done with one document. */
  @FunctionalInterface
  interface Each {
    void take(BsonDocument document, Belonging belonging) throws Deferred;
  }

  /**
   * Gives the documents that are still there to {@code each}.
   *
   * @param some as many as are asked for at once
   * @param paths the fields that are read, none of which contains another
   */
  void read(Documents documents, List<Belonging> some, List<String> paths, Each each)
      throws Deferred {
    Map<Object, Belonging> byKey = new HashMap<>();
    some.forEach(one -> byKey.put(Scalars.canonical(one.key()), one));
    try (MongoCursor<BsonDocument> cursor =
        database
            .getCollection(documents.name(), BsonDocument.class)
            .find(Filters.in(DocumentPlan.KEY, some.stream().map(Belonging::key).toList()))
            .projection(Projections.include(paths))
            .cursor()) {
      while (cursor.hasNext()) {
        BsonDocument document = cursor.next();
        Belonging belonging =
            byKey.get(Scalars.canonical(Paths.required(document, DocumentPlan.KEY)));
        if (belonging != null) {
          each.take(document, belonging);
        }
      }
    }
  }
}
