package io.habeas.storeagent.mongodb;

import com.mongodb.client.model.Filters;
import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Rectified;
import io.habeas.participant.Task;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.mongodb.Noting.Making;
import io.habeas.storeagent.mongodb.Rewriting.Change;
import io.habeas.storeagent.mongodb.SubjectDocuments.Found;
import io.habeas.storeagent.mongodb.WorkNotes.Note;
import io.habeas.storeagent.mongodb.WorkNotes.Tally;
import io.habeas.storeagent.mongodb.WorkNotes.Work;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/**
 * Corrects a person's records, and puts their statement beside those where nothing is overwritten
 * (Art. 16; legal rule L18). What it is about is noted first, as at an erasure: once the address is
 * corrected by which people are found, nobody could tell any more which records are left to
 * correct.
 */
final class Rectifying {
  private final MongoStore store;
  private final DocumentPlan plan;
  private final WorkNotes notes;
  private final Fence fence;
  private final Corrections corrections;
  private final Correcting correcting;
  private final Statements statements;
  private final GuardedWrites writes;

  Rectifying(
      MongoStore store, DocumentPlan plan, WorkNotes notes, Fence fence, Corrections corrections) {
    this.store = store;
    this.plan = plan;
    this.notes = notes;
    this.fence = fence;
    this.corrections = corrections;
    this.correcting = new Correcting(corrections);
    this.statements = new Statements(store.statements());
    this.writes = new GuardedWrites(store);
  }

  /** Notes every record that is to be corrected or supplemented, and counts them. */
  Making noting(Supplier<SubjectDocuments> subject, Task task) {
    return attempt -> {
      Map<String, Tally> tallies = new TreeMap<>();
      for (Documents documents : plan.collections()) {
        List<String> paths = correcting.paths(documents);
        boolean supplemented = supplemented(documents).isPresent();
        if (!paths.isEmpty() || supplemented) {
          subject
              .get()
              .each(
                  documents,
                  some -> {
                    List<Note> noted = notes.add(task, attempt, documents.name(), notes(some));
                    tally(documents, noted, paths, supplemented, tallies);
                  });
        }
      }
      return tallies;
    };
  }

  private static List<Note> notes(List<Found> some) {
    return some.stream().map(found -> new Note(found.belonging(), Optional.empty())).toList();
  }

  private void tally(
      Documents documents,
      List<Note> noted,
      List<String> paths,
      boolean supplemented,
      Map<String, Tally> tallies)
      throws Deferred {
    if (!paths.isEmpty()) {
      new FullDocuments(store.database())
          .read(
              documents,
              noted.stream().map(Note::belonging).toList(),
              paths,
              (document, belonging) -> {
                correcting.changes(documents, document, belonging);
                count(tallies, documents, correcting.holding(documents, document, belonging), 0);
              });
    }
    if (supplemented) {
      count(tallies, documents, 0, noted.stream().filter(n -> isWhole(documents, n)).count());
    }
  }

  private static void count(
      Map<String, Tally> tallies, Documents documents, long corrected, long supplemented) {
    tallies.merge(documents.name(), new Tally("rectify", corrected, supplemented), Tally::plus);
  }

  /**
   * @throws Deferred if it cannot be done now
   */
  Rectified carryOut(Task task, Work work) throws Deferred {
    fence.check(task);
    for (String collection : work.tallies().keySet()) {
      Documents documents = plan.collection(collection);
      notes.each(
          work.attempt(),
          collection,
          some -> {
            fence.check(task);
            for (Note note : some) {
              correct(documents, note.belonging());
              if (isWhole(documents, note)) {
                supplemented(documents)
                    .ifPresent(
                        text ->
                            statements.put(
                                task.requestId(), collection, note.belonging().key(), text));
              }
            }
          });
    }
    Map<String, Long> corrected = new TreeMap<>();
    Map<String, Long> supplemented = new TreeMap<>();
    work.tallies()
        .forEach(
            (name, tally) -> {
              corrected.put(name, tally.gone());
              supplemented.put(name, tally.anonymised());
            });
    return new Rectified(new Counts(corrected), new Counts(supplemented));
  }

  private void correct(Documents documents, Belonging belonging) throws Deferred {
    List<String> paths = correcting.paths(documents);
    int failures = paths.isEmpty() ? GuardedWrites.TRIES : 0;
    while (failures < GuardedWrites.TRIES) {
      BsonDocument document = writes.read(documents, belonging.key(), paths);
      List<Change> changes =
          document == null
              ? List.of()
              : new ArrayList<>(correcting.changes(documents, document, belonging));
      if (changes.isEmpty()) {
        return;
      }
      if (changes.size() > GuardedWrites.CHANGES) {
        changes.subList(GuardedWrites.CHANGES, changes.size()).clear();
      }
      Bson which =
          belonging.isWhole(documents) ? belonging.guard(documents) : Filters.eq(belonging.key());
      if (!writes.write(documents, which, changes)) {
        if (!isStillThere(documents, belonging, which)) {
          return;
        }
        failures++;
      }
    }
    if (!paths.isEmpty()) {
      throw new Deferred(WaitReason.RECORD_LOCKED);
    }
  }

  /** Whether it is still the person's: corrected before, it may be found by the new value only. */
  private boolean isStillThere(Documents documents, Belonging belonging, Bson which) {
    return store.database().getCollection(documents.name(), BsonDocument.class).find(which).first()
        != null;
  }

  /** The statement to put beside documents of {@code documents}; empty for none. */
  private Optional<String> supplemented(Documents documents) {
    boolean wanted =
        corrections.values().isEmpty()
            || documents.fields().values().stream()
                .anyMatch(field -> field.column().supplemented(corrections));
    return corrections.statement().filter(text -> wanted && documents.whole().isPresent());
  }

  private static boolean isWhole(Documents documents, Note note) {
    return note.belonging().isWhole(documents);
  }
}
