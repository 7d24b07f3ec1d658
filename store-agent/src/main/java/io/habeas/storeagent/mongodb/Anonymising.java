package io.habeas.storeagent.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import io.habeas.participant.Deferred;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.mongodb.Rewriting.Change;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Changes documents, or elements of their lists, so that they concern nobody any more. What they
 * become is worked out here, so they are read and written back; each write holds only if what was
 * read is still there, and is tried again with what is there otherwise. Since the fields that said
 * whose it was are severed by the same write, nothing is changed twice.
 *
 * <p>Elements are addressed by their place, on the condition that the whole element is there: what
 * {@code arrayFilters} would do for constants only.
 */
final class Anonymising {
  private static final int TRIES = 5;

  /** How many elements one operation changes, so that it stays far below the largest document. */
  private static final int ELEMENTS = 100;

  private final MongoStore store;
  private final Rewriting rewriting;

  Anonymising(MongoStore store, Rewriting rewriting) {
    this.store = store;
    this.rewriting = rewriting;
  }

  /**
   * Changes a document as long as it is the person's.
   *
   * @throws Deferred if somebody else changes it all the time
   */
  void document(Documents documents, Map<String, ErasureStrategy> strategies, Belonging belonging)
      throws Deferred {
    for (int i = 0; i < TRIES; i++) {
      BsonDocument document =
          read(documents, belonging.key(), Rewriting.paths(documents, strategies));
      if (document == null || !belonging.stillOwns(documents, document)) {
        return;
      }
      List<Change> changes = rewriting.severing(documents, document, strategies, belonging);
      if (changes.isEmpty() || write(documents, belonging.guard(documents), changes)) {
        return;
      }
    }
    throw new Deferred(WaitReason.RECORD_LOCKED);
  }

  /**
   * Changes the person's elements of a list.
   *
   * @throws Deferred if somebody else changes it all the time
   */
  void elements(
      Documents documents, Part part, Map<String, ErasureStrategy> strategies, Belonging belonging)
      throws Deferred {
    String list = part.list().orElseThrow();
    int failures = 0;
    while (failures < TRIES) {
      BsonDocument document = read(documents, belonging.key(), List.of(list));
      if (document == null) {
        return;
      }
      List<Change> changes = new ArrayList<>();
      List<BsonValue> elements = Paths.elements(document, list);
      for (int place = 0; place < elements.size() && changes.size() < ELEMENTS; place++) {
        BsonValue element = elements.get(place);
        if (belonging.owns(documents, part, element)) {
          BsonValue changed = rewriting.severing(documents, part, element, strategies, belonging);
          changes.add(new Change(list + "." + place, element, changed));
        }
      }
      if (changes.isEmpty()) {
        return;
      }
      if (!write(documents, Filters.eq(belonging.key()), changes)) {
        failures++;
      }
    }
    throw new Deferred(WaitReason.RECORD_LOCKED);
  }

  private @Nullable BsonDocument read(Documents documents, BsonValue key, List<String> paths) {
    return records(documents).find(Filters.eq(key)).projection(Projections.include(paths)).first();
  }

  /** Whether everything was as it was read, and is changed. */
  private boolean write(Documents documents, Bson which, List<Change> changes) {
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
