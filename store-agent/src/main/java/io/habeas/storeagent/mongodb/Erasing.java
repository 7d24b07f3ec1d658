package io.habeas.storeagent.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Retained;
import io.habeas.participant.Task;
import io.habeas.storeagent.document.ShapeMismatch;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.mongodb.WorkNotes.Note;
import io.habeas.storeagent.mongodb.WorkNotes.Tally;
import io.habeas.storeagent.mongodb.WorkNotes.Work;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * Carries out what was noted, what refers to others first. Each document is changed by one atomic
 * operation that holds only while what is changed is still the person's: done twice, or by two
 * instances at once, it is done once.
 */
final class Erasing {
  private final MongoStore store;
  private final DocumentPlan plan;
  private final WorkNotes notes;
  private final Fence fence;
  private final Anonymising anonymising;
  private final Restricting restricting;
  private final Retaining retaining;
  private final Statements statements;

  Erasing(
      MongoStore store,
      DocumentPlan plan,
      WorkNotes notes,
      Fence fence,
      Anonymising anonymising,
      Restricting restricting,
      Retaining retaining) {
    this.store = store;
    this.plan = plan;
    this.notes = notes;
    this.fence = fence;
    this.anonymising = anonymising;
    this.restricting = restricting;
    this.retaining = retaining;
    this.statements = new Statements(store.statements());
  }

  /**
   * @throws Deferred if it cannot be done now, or the map has changed since the notes were made
   */
  Erased carryOut(Task task, Work work) throws Deferred {
    for (Map.Entry<String, Tally> tally : work.tallies().entrySet()) {
      if (plan.collections().stream()
          .filter(documents -> documents.name().equals(tally.getKey()))
          .noneMatch(d -> Noting.treatment(d).equals(tally.getValue().treatment()))) {
        throw new ShapeMismatch(tally.getKey(), "erased as when its erasure was begun");
      }
    }
    fence.check(task);
    for (Documents documents : plan.erasing()) {
      notes.each(
          work.attempt(),
          documents.name(),
          some -> {
            fence.check(task);
            erase(documents, some);
          });
    }
    return outcome(work, retaining.retained());
  }

  private void erase(Documents documents, List<Note> some) throws Deferred {
    for (Part part : documents.elements()) {
      List<Belonging> concerned =
          some.stream().map(Note::belonging).filter(b -> b.concerns(part)).toList();
      if (part.treatment() instanceof Treatment.Anonymise(var strategies)) {
        for (Belonging belonging : concerned) {
          anonymising.elements(documents, part, strategies, belonging);
        }
      } else {
        pull(documents, part, concerned);
      }
    }
    List<Note> whole = some.stream().filter(note -> note.belonging().isWhole(documents)).toList();
    if (documents.whole().isPresent()) {
      switch (documents.whole().get().treatment()) {
        case Treatment.Delete() -> delete(documents, whole);
        case Treatment.Anonymise(var strategies) -> anonymise(documents, strategies, whole);
        case Treatment.Retain retain -> {
          delete(documents, whole.stream().filter(note -> note.keptUntil().isEmpty()).toList());
          for (Note note : whole) {
            if (note.keptUntil().isPresent()) {
              retaining.keep(documents, retain, note, note.keptUntil().get());
            }
          }
        }
      }
    }
    for (Note note : some) {
      if (!note.belonging().isWhole(documents)) {
        restricting.show(documents.name(), note.belonging().key());
      }
    }
  }

  private void anonymise(
      Documents documents, Map<String, ErasureStrategy> strategies, List<Note> some)
      throws Deferred {
    for (Note note : some) {
      anonymising.document(documents, strategies, note.belonging());
      statements.forget(documents.name(), List.of(note.belonging().key()));
      restricting.show(documents.name(), note.belonging().key());
    }
  }

  private void delete(Documents documents, List<Note> some) {
    if (some.isEmpty()) {
      return;
    }
    List<WriteModel<BsonDocument>> deletions = new ArrayList<>();
    some.forEach(note -> deletions.add(new DeleteOneModel<>(note.belonging().guard(documents))));
    records(documents).bulkWrite(deletions, new BulkWriteOptions().ordered(false));
    List<BsonValue> keys = some.stream().map(note -> note.belonging().key()).toList();
    Set<Object> there = there(documents, keys);
    List<BsonValue> gone = new ArrayList<>(keys);
    gone.removeIf(key -> there.contains(Scalars.canonical(key)));
    restricting.forget(documents.name(), gone);
    retaining.forget(documents.name(), gone);
    statements.forget(documents.name(), gone);
    // One that became somebody else's meanwhile stays, and is nobody's to hide for this request.
    keys.stream()
        .filter(key -> there.contains(Scalars.canonical(key)))
        .forEach(key -> restricting.show(documents.name(), key));
  }

  private Set<Object> there(Documents documents, List<BsonValue> keys) {
    Set<Object> there = new HashSet<>();
    records(documents)
        .find(Filters.in(DocumentPlan.KEY, keys))
        .projection(Projections.include(DocumentPlan.KEY))
        .forEach(
            document -> there.add(Scalars.canonical(Paths.required(document, DocumentPlan.KEY))));
    return there;
  }

  private void pull(Documents documents, Part part, List<Belonging> some) {
    if (some.isEmpty()) {
      return;
    }
    List<WriteModel<BsonDocument>> pulls = new ArrayList<>();
    for (Belonging belonging : some) {
      Bson elements =
          new BsonDocument(
              "$pull", new BsonDocument(part.list().orElseThrow(), belonging.elements(part)));
      pulls.add(new UpdateOneModel<>(Filters.eq(belonging.key()), elements));
    }
    records(documents).bulkWrite(pulls, new BulkWriteOptions().ordered(false));
  }

  private MongoCollection<BsonDocument> records(Documents documents) {
    return store.database().getCollection(documents.name(), BsonDocument.class);
  }

  private static Erased outcome(Work work, List<Retained> retained) {
    Map<String, Long> kept = new TreeMap<>();
    retained.forEach(one -> kept.merge(one.collection(), one.records(), Long::sum));
    Map<String, CollectionOutcome> outcomes = new TreeMap<>();
    kept.forEach((name, count) -> outcomes.put(name, new CollectionOutcome(name, 0, 0, count)));
    work.tallies()
        .forEach(
            (name, tally) ->
                outcomes.put(
                    name,
                    new CollectionOutcome(
                        name, tally.gone(), tally.anonymised(), kept.getOrDefault(name, 0L))));
    return new Erased(
        outcomes.values().stream()
            .filter(one -> one.erased() + one.anonymised() + one.retained() > 0)
            .toList(),
        retained);
  }
}
