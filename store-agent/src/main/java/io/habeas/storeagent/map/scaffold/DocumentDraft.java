package io.habeas.storeagent.map.scaffold;

import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import io.habeas.storeagent.map.scaffold.Draft.DraftCollection;
import io.habeas.storeagent.plan.DocumentPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;

/** Drafts a map of a MongoDB database from what some documents of each collection are like. */
final class DocumentDraft {
  private static final int AT_A_TIME = 20;
  private static final long LONGEST_SECONDS = 30;

  private DocumentDraft() {}

  /**
   * A draft of all collections but the agent's own.
   *
   * @param sample how many documents of a collection are looked at
   * @throws com.mongodb.MongoException if the database does not answer
   */
  static Draft of(MongoDatabase database, String key, int sample) {
    List<DraftCollection> collections = new ArrayList<>();
    for (String name : database.listCollectionNames().into(new TreeSet<>())) {
      if (!name.startsWith("habeas_") && !name.startsWith("system.")) {
        collections.add(collection(database, name, sample));
      }
    }
    return Reach.of(new Draft(key, Optional.empty(), collections));
  }

  private static DraftCollection collection(MongoDatabase database, String name, int sample) {
    var shape = new Shape();
    try (MongoCursor<BsonDocument> documents =
        database
            .getCollection(name, BsonDocument.class)
            .find()
            .limit(sample)
            .batchSize(Math.min(sample, AT_A_TIME))
            .maxTime(LONGEST_SECONDS, TimeUnit.SECONDS)
            .cursor()) {
      documents.forEachRemaining(shape::add);
    }
    List<String> remarks = new ArrayList<>();
    var fields = shape.fields(remarks);
    boolean empty = fields.stream().noneMatch(field -> field.name().equals(DocumentPlan.KEY));
    return new DraftCollection(
        name, fields, empty ? Optional.of("it was empty") : Optional.empty(), remarks);
  }
}
