package io.habeas.storeagent.mongodb;

import com.mongodb.MongoException;
import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Task;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.mongodb.WorkNotes.Note;
import io.habeas.storeagent.mongodb.WorkNotes.Tally;
import io.habeas.storeagent.mongodb.WorkNotes.Work;
import io.habeas.storeagent.plan.DocumentPlan;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes what an erasure is about, before anything is changed, or takes up what was noted: by the
 * same task before a crash, or by an earlier step that never came to an outcome. What is reported
 * is counted here, once, and not from what happens to be left to do after a crash.
 */
final class Noting {
  private static final Logger log = LoggerFactory.getLogger(Noting.class);
  private static final int TRIES = 5;

  private final MongoStore store;
  private final WorkNotes notes;
  private final MongoTaskJournal journal;

  Noting(MongoStore store, WorkNotes notes, MongoTaskJournal journal) {
    this.store = store;
    this.notes = notes;
    this.journal = journal;
  }

  /**
   * The complete notes of {@code task}.
   *
   * @param make notes under the given attempt what the task is about, and counts it
   * @throws Deferred if somebody else works on the request
   */
  Work of(Task task, Action action, Making make) throws Deferred {
    for (int i = 0; i < TRIES; i++) {
      Optional<Work> found = notes.find(task.requestId(), action);
      if (found.isEmpty()) {
        return noted(task, action, make);
      }
      Work work = found.get();
      if (work.step() == task.step()) {
        return work;
      }
      if (journal.isOver(task.requestId(), action, work.step())) {
        // Its outcome was reported; only the dropping was missed.
        notes.drop(task.requestId(), action, work);
      } else if (work.step() > task.step()) {
        break;
      } else if (notes.adopt(task, action, work)) {
        return new Work(task.step(), work.attempt(), work.tallies());
      }
    }
    throw new Deferred(WaitReason.RECORD_LOCKED);
  }

  private Work noted(Task task, Action action, Making make) throws Deferred {
    UUID attempt = UUID.randomUUID();
    Map<String, Tally> tallies;
    boolean made = false;
    try {
      tallies = make.note(attempt);
      journal.check(task);
      made = true;
    } finally {
      if (!made) {
        discard(attempt);
      }
    }
    // If this fails, they may be complete all the same: nothing is discarded any more.
    Work work = notes.complete(task.requestId(), action, new Work(task.step(), attempt, tallies));
    if (isOver(task, action)) {
      // Somebody else was through with it before these were complete.
      notes.drop(task.requestId(), action, work);
      throw new Deferred(WaitReason.RECORD_LOCKED);
    }
    return work;
  }

  private boolean isOver(Task task, Action action) {
    return journal.isOver(task.requestId(), action, task.step());
  }

  /** Best effort: what is left is dropped when a later step is sealed. */
  private void discard(UUID attempt) {
    try {
      notes.discard(attempt);
    } catch (MongoException e) {
      log.debug("Half-made notes stay for now: {}", e.getClass().getSimpleName());
    }
  }

  /** Notes what a task is about. */
  @FunctionalInterface
  interface Making {
    Map<String, Tally> note(UUID attempt) throws Deferred;
  }

  /** Notes every record that an erasure is about. */
  Making erasure(
      DocumentPlan plan,
      Supplier<SubjectDocuments> subject,
      Rewriting rewriting,
      Task task,
      ZonedDateTime now) {
    return attempt -> {
      Map<String, Tally> tallies = new TreeMap<>();
      SubjectDocuments documentsOfSubject = subject.get();
      for (Documents documents : plan.collections()) {
        documentsOfSubject.each(
            documents,
            found -> {
              List<Counted> counted = count(documents, found, rewriting, now);
              Map<Note, Tally> byNote = new HashMap<>();
              counted.forEach(one -> byNote.put(one.note(), one.tally()));
              notes
                  .add(
                      task, attempt, documents.name(), counted.stream().map(Counted::note).toList())
                  .forEach(
                      note ->
                          Optional.ofNullable(byNote.get(note))
                              .ifPresent(
                                  tally -> tallies.merge(documents.name(), tally, Tally::plus)));
            });
      }
      return tallies;
    };
  }

  private record Counted(Note note, Tally tally) {}

  /**
   * Reads everything that is to be changed and works the changes out, so that a document which is
   * not as the map says is met before anything was changed.
   */
  private List<Counted> count(
      Documents documents,
      List<SubjectDocuments.Found> found,
      Rewriting rewriting,
      ZonedDateTime now)
      throws Deferred {
    List<Counted> counted = new ArrayList<>();
    new FullDocuments(store.database())
        .read(
            documents,
            found.stream().map(SubjectDocuments.Found::belonging).toList(),
            paths(documents),
            (document, belonging) ->
                counted.add(count(documents, document, belonging, rewriting, now)));
    return counted;
  }

  private static Counted count(
      Documents documents,
      BsonDocument document,
      Belonging belonging,
      Rewriting rewriting,
      ZonedDateTime now) {
    Tally tally = new Tally(treatment(documents), 0, 0);
    Optional<Instant> keptUntil = Optional.empty();
    if (belonging.isWhole(documents)) {
      switch (documents.whole().orElseThrow().treatment()) {
        case Treatment.Delete() -> tally = tally.plus(gone(1));
        case Treatment.Anonymise(var strategies) -> {
          rewriting.severing(documents, document, strategies, belonging);
          tally = tally.plus(anonymised(1));
        }
        case Treatment.Retain(var rule, var strategies) -> {
          rewriting.changes(documents, document, strategies);
          Instant expiry = Retaining.expiry(documents, rule, document, now);
          keptUntil = Optional.of(expiry).filter(end -> end.isAfter(now.toInstant()));
          tally = tally.plus(gone(keptUntil.isPresent() ? 0 : 1));
        }
      }
    }
    for (Part part : documents.elements()) {
      List<BsonValue> elements = belonging.ownElements(documents, part, document);
      if (part.treatment() instanceof Treatment.Anonymise(var strategies)) {
        elements.forEach(
            element -> rewriting.severing(documents, part, element, strategies, belonging));
        tally = tally.plus(anonymised(elements.size()));
      } else {
        tally = tally.plus(gone(elements.size()));
      }
    }
    return new Counted(new Note(belonging, keptUntil), tally);
  }

  private static Tally gone(long records) {
    return new Tally("", records, 0);
  }

  private static Tally anonymised(long records) {
    return new Tally("", 0, records);
  }

  /**
   * In a word what becomes of a collection's records: notes are carried out only as they were made.
   */
  static String treatment(Documents documents) {
    StringBuilder text = new StringBuilder();
    documents.whole().ifPresent(part -> text.append(name(part.treatment())));
    documents
        .elements()
        .forEach(
            part ->
                text.append(' ')
                    .append(part.list().orElseThrow())
                    .append('=')
                    .append(name(part.treatment())));
    return text.toString();
  }

  private static String name(Treatment treatment) {
    return switch (treatment) {
      case Treatment.Delete() -> "delete";
      case Treatment.Anonymise anonymise -> "anonymise";
      case Treatment.Retain(var rule, var strategies) -> "retain:" + rule.rule();
    };
  }

  /** What is looked at of a document before anything is changed. */
  private static List<String> paths(Documents documents) {
    Set<String> paths = new LinkedHashSet<>();
    paths.add(DocumentPlan.KEY);
    documents
        .whole()
        .ifPresent(
            part -> {
              switch (part.treatment()) {
                case Treatment.Delete() -> {
                  // Nothing of it is looked at.
                }
                case Treatment.Anonymise(var strategies) ->
                    paths.addAll(Rewriting.paths(documents, strategies));
                case Treatment.Retain(var rule, var strategies) -> {
                  paths.addAll(Rewriting.paths(documents, strategies));
                  paths.add(Paths.outermost(rule.from()));
                }
              }
            });
    documents.elements().forEach(part -> paths.add(Paths.outermost(part.list().orElseThrow())));
    return List.copyOf(paths);
  }
}
