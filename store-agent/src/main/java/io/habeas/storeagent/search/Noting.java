package io.habeas.storeagent.search;

import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Task;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import io.habeas.storeagent.search.SubjectDocuments.Found;
import io.habeas.storeagent.search.WorkNotes.Note;
import io.habeas.storeagent.search.WorkNotes.Tally;
import io.habeas.storeagent.search.WorkNotes.Work;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Notes what an erasure is about, before anything is changed, or takes up what was noted: by the
 * same task before a crash, or by an earlier step that never came to an outcome. What is reported
 * is counted here, once, and not from what happens to be left to do after a crash.
 */
final class Noting {
  private static final Logger log = LoggerFactory.getLogger(Noting.class);
  private static final int TRIES = 5;

  private final Records records;
  private final WorkNotes notes;
  private final SearchJournal journal;

  Noting(Records records, WorkNotes notes, SearchJournal journal) {
    this.records = records;
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
    if (journal.isOver(task.requestId(), action, task.step())) {
      // Somebody else was through with it before these were complete.
      notes.drop(task.requestId(), action, work);
      throw new Deferred(WaitReason.RECORD_LOCKED);
    }
    return work;
  }

  /** Best effort: what is left is dropped when a later step is sealed. */
  private void discard(UUID attempt) {
    try {
      notes.discard(attempt);
    } catch (SearchFailure e) {
      log.debug("Half-made notes stay for now: {}", e.getMessage());
    }
  }

  /** Notes what a task is about. */
  @FunctionalInterface
  interface Making {
    Map<String, Tally> note(UUID attempt) throws Deferred;
  }

  /** Notes every record that an erasure is about. */
  Making erasure(
      SearchPlan plan,
      Supplier<SubjectDocuments> subject,
      Rewriting rewriting,
      Task task,
      ZonedDateTime now) {
    return attempt -> {
      Map<String, Tally> tallies = new TreeMap<>();
      SubjectDocuments ofPerson = subject.get();
      for (Documents documents : plan.documents().collections()) {
        ofPerson.each(
            documents,
            found -> {
              Map<Note, Tally> counted = count(documents, found, rewriting, now);
              notes
                  .add(task, attempt, documents.name(), List.copyOf(counted.keySet()))
                  .forEach(
                      note ->
                          Optional.ofNullable(counted.get(note))
                              .ifPresent(
                                  tally -> tallies.merge(documents.name(), tally, Tally::plus)));
            });
      }
      return tallies;
    };
  }

  /**
   * Reads everything that is to be changed and works the changes out, so that a document which is
   * not as the map says is met before anything was changed.
   */
  private Map<Note, Tally> count(
      Documents documents, List<Found> found, Rewriting rewriting, ZonedDateTime now)
      throws Deferred {
    Map<DocKey, Belonging> byKey = new HashMap<>();
    found.forEach(one -> byKey.put(one.belonging().key(), one.belonging()));
    Map<Note, Tally> counted = new HashMap<>();
    records.read(
        new ArrayList<>(byKey.keySet()),
        document -> {
          Belonging belonging = byKey.get(document.key());
          if (belonging != null) {
            count(documents, document, belonging, rewriting, now, counted);
          }
        });
    return counted;
  }

  private static void count(
      Documents documents,
      Doc document,
      Belonging belonging,
      Rewriting rewriting,
      ZonedDateTime now,
      Map<Note, Tally> counted) {
    Tally tally = new Tally(treatment(documents), 0, 0);
    Optional<Instant> keptUntil = Optional.empty();
    if (belonging.isWhole(documents)) {
      switch (documents.whole().orElseThrow().treatment()) {
        case Treatment.Delete() -> tally = tally.plus(gone(1));
        case Treatment.Anonymise(var strategies) -> {
          rewriting.severed(documents, document.fields(), strategies, belonging);
          tally = tally.plus(anonymised(1));
        }
        case Treatment.Retain(var rule, var strategies) -> {
          rewriting.changed(documents, document.fields(), strategies);
          Instant expiry = Retaining.expiry(documents, rule, document.fields(), now);
          keptUntil = Optional.of(expiry).filter(end -> end.isAfter(now.toInstant()));
          tally = tally.plus(gone(keptUntil.isPresent() ? 0 : 1));
        }
      }
    }
    for (Part part : documents.elements()) {
      List<JsonNode> elements = belonging.ownElements(documents, part, document.fields());
      if (part.treatment() instanceof Treatment.Anonymise(var strategies)) {
        elements.forEach(
            element -> rewriting.severed(documents, part, element, strategies, belonging));
        tally = tally.plus(anonymised(elements.size()));
      } else {
        tally = tally.plus(gone(elements.size()));
      }
    }
    counted.put(new Note(belonging, keptUntil), tally);
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
}
