package io.habeas.storeagent.mongodb;

import com.mongodb.client.model.Filters;
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
  private final GuardedWrites writes;
  private final Rewriting rewriting;

  Anonymising(MongoStore store, Rewriting rewriting) {
    this.writes = new GuardedWrites(store);
    this.rewriting = rewriting;
  }

  /**
   * Changes a document as long as it is the person's.
   *
   * @throws Deferred if somebody else changes it all the time
   */
  void document(Documents documents, Map<String, ErasureStrategy> strategies, Belonging belonging)
      throws Deferred {
    for (int i = 0; i < GuardedWrites.TRIES; i++) {
      BsonDocument document =
          writes.read(documents, belonging.key(), Rewriting.paths(documents, strategies));
      if (document == null || !belonging.stillOwns(documents, document)) {
        return;
      }
      List<Change> changes = rewriting.severing(documents, document, strategies, belonging);
      if (changes.isEmpty() || writes.write(documents, belonging.guard(documents), changes)) {
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
    while (failures < GuardedWrites.TRIES) {
      BsonDocument document = writes.read(documents, belonging.key(), List.of(list));
      if (document == null) {
        return;
      }
      List<Change> changes = new ArrayList<>();
      List<BsonValue> elements = Paths.elements(document, list);
      for (int place = 0;
          place < elements.size() && changes.size() < GuardedWrites.CHANGES;
          place++) {
        BsonValue element = elements.get(place);
        if (belonging.owns(documents, part, element)) {
          BsonValue changed = rewriting.severing(documents, part, element, strategies, belonging);
          changes.add(new Change(list + "." + place, element, changed));
        }
      }
      if (changes.isEmpty()) {
        return;
      }
      if (!writes.write(documents, Filters.eq(belonging.key()), changes)) {
        failures++;
      }
    }
    throw new Deferred(WaitReason.RECORD_LOCKED);
  }
}
