package io.habeas.storeagent.search;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.Deferred;
import io.habeas.participant.Task;
import io.habeas.storeagent.connector.Due;
import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.search.OwnDocuments.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a task under way is about, noted before anything is changed: a document per record, under an
 * id that makes noting one twice impossible, and a heading that says they are complete. Notes
 * without a heading are of nobody: nothing was changed by them, and they are noted anew.
 */
final class WorkNotes {
  private static final String ATTEMPT = "attempt";
  private static final String COLLECTION = "collection";
  private static final String REQUEST = "request";
  private static final String STEP = "step";
  private static final String RECORD = "record";
  private static final String KEPT_UNTIL = "keptUntil";
  private static final String TALLIES = "tallies";
  private static final String TREATMENT = "treatment";
  private static final String GONE = "gone";
  private static final String ANONYMISED = "anonymised";

  private final OwnDocuments work;

  WorkNotes(OwnDocuments work) {
    this.work = work;
  }

  /**
   * What a task is about.
   *
   * @param step of the task that works on it
   * @param attempt under which the records are noted
   * @param tallies by collection
   */
  record Work(int step, UUID attempt, Map<String, Tally> tallies) {
    Work {
      tallies = Map.copyOf(tallies);
    }

    /** How many records go, by collection. */
    Map<String, Long> gone() {
      Map<String, Long> gone = new TreeMap<>();
      tallies.forEach((name, tally) -> gone.put(name, tally.gone()));
      return gone;
    }

    /** By which day what was kept goes; empty if nothing does. */
    Optional<Due> due() {
      return Due.of(tallies.values().stream().map(Tally::treatment).toList());
    }
  }

  /**
   * How many records of a collection are noted.
   *
   * @param treatment what becomes of them, as the map said when they were noted
   * @param gone that go
   * @param anonymised that remain and concern nobody any more
   */
  record Tally(String treatment, long gone, long anonymised) {
    /** All of {@code counts} as one thing that is done with them. */
    static Map<String, Tally> ofAll(String treatment, Counts counts) {
      Map<String, Tally> tallies = new TreeMap<>();
      counts.records().forEach((name, count) -> tallies.put(name, new Tally(treatment, count, 0)));
      return tallies;
    }

    Tally plus(Tally other) {
      return new Tally(treatment, gone + other.gone, anonymised + other.anonymised);
    }
  }

  /**
   * One record.
   *
   * @param keptUntil when a duty to keep it ends; empty if there is none
   */
  record Note(Belonging belonging, Optional<Instant> keptUntil) {}

  /** What is done with some notes. */
  @FunctionalInterface
  interface Batch {
    void take(List<Note> some) throws Deferred;
  }

  /** The complete notes of a request for {@code action}; empty if there are none. */
  Optional<Work> find(UUID requestId, Action action) {
    return work.find(heading(requestId, action)).map(WorkNotes::work);
  }

  /** Whether notes of an earlier step are {@code task}'s from now on. */
  boolean adopt(Task task, Action action, Work from) {
    Optional<Stored> found = work.find(heading(task.requestId(), action));
    if (found.isEmpty()
        || found.get().body().path(STEP).asInt() != from.step()
        || !found.get().body().path(ATTEMPT).asString("").equals(from.attempt().toString())) {
      return false;
    }
    ObjectNode adopted = found.get().body().deepCopy();
    adopted.put(STEP, task.step());
    return work.replace(found.get(), adopted);
  }

  /**
   * Says that the notes of {@code noted} are complete, unless somebody was faster.
   *
   * @return the notes that stand
   */
  Work complete(UUID requestId, Action action, Work noted) {
    ObjectNode heading = Json.object();
    heading.put(STEP, noted.step());
    heading.put(ATTEMPT, noted.attempt().toString());
    var tallies = heading.putArray(TALLIES);
    noted
        .tallies()
        .forEach(
            (name, tally) -> {
              ObjectNode entry = tallies.addObject();
              entry.put(COLLECTION, name);
              entry.put(TREATMENT, tally.treatment());
              entry.put(GONE, tally.gone());
              entry.put(ANONYMISED, tally.anonymised());
            });
    if (work.create(heading(requestId, action), heading)) {
      return noted;
    }
    discard(noted.attempt());
    return find(requestId, action).orElse(noted);
  }

  /**
   * Notes records.
   *
   * @return those that were not noted yet
   */
  List<Note> add(Task task, UUID attempt, String collection, List<Note> some) {
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    Map<String, Note> notes = new LinkedHashMap<>();
    for (Note note : some) {
      ObjectNode body = Json.object();
      body.put(ATTEMPT, attempt.toString());
      body.put(COLLECTION, collection);
      body.put(REQUEST, task.requestId().toString());
      body.put(STEP, task.step());
      body.set(RECORD, note.belonging().toJson());
      note.keptUntil().ifPresent(end -> body.put(KEPT_UNTIL, end.toString()));
      String id = note.belonging().key().digest(attempt + "/" + collection);
      bodies.put(id, body);
      notes.put(id, note);
    }
    List<Note> added = new ArrayList<>();
    work.createAll(bodies).forEach(id -> added.add(notes.getOrDefault(id, some.getFirst())));
    return added;
  }

  /** Has the notes made so far be found. */
  void refresh() {
    work.refresh();
  }

  /** Gives the notes of one collection to {@code batch}, some at a time. */
  void each(UUID attempt, String collection, Batch batch) throws Deferred {
    work.each(
        Query.all(
            List.of(Query.term(ATTEMPT, attempt.toString()), Query.term(COLLECTION, collection))),
        (OwnDocuments.Batch<Deferred>)
            some -> batch.take(some.stream().map(stored -> note(stored.body())).toList()));
  }

  /** Drops what was noted under {@code attempt} and is of no use. */
  void discard(UUID attempt) {
    work.removeFound(Query.all(List.of(Query.term(ATTEMPT, attempt.toString()), exists(REQUEST))));
  }

  /** Drops complete notes, the heading last: without it nobody would know of them. */
  void drop(UUID requestId, Action action, Work dropped) {
    discard(dropped.attempt());
    work.find(heading(requestId, action))
        .filter(
            found -> found.body().path(ATTEMPT).asString("").equals(dropped.attempt().toString()))
        .ifPresent(work::remove);
  }

  /**
   * Drops what was noted up to a step that has its outcome, and what attempts left behind that came
   * to nothing.
   *
   * @param unfinished whether an erasure is under way, of which nothing is dropped
   */
  void drop(UUID requestId, int step, boolean unfinished) {
    for (Action action : Action.values()) {
      find(requestId, action)
          .filter(found -> found.step() <= step)
          .filter(found -> action != Action.ERASE || !unfinished)
          .ifPresent(found -> drop(requestId, action, found));
    }
    if (!unfinished) {
      work.refresh();
      List<String> stale = new ArrayList<>();
      work.each(
          Query.term(REQUEST, requestId.toString()),
          some -> {
            some.stream()
                .filter(stored -> stored.body().path(STEP).asInt() <= step)
                .map(Stored::id)
                .forEach(stale::add);
            work.removeAll(stale);
            stale.clear();
          });
    }
  }

  private static JsonNode exists(String field) {
    ObjectNode query = Json.object();
    query.putObject("exists").put("field", field);
    return query;
  }

  private static String heading(UUID requestId, Action action) {
    return requestId + "-" + action;
  }

  private static Note note(ObjectNode body) {
    return new Note(
        Belonging.of(body.path(RECORD)),
        body.has(KEPT_UNTIL)
            ? Optional.of(Instant.parse(body.path(KEPT_UNTIL).asString()))
            : Optional.empty());
  }

  private static Work work(Stored heading) {
    Map<String, Tally> tallies = new TreeMap<>();
    for (JsonNode tally : heading.body().path(TALLIES)) {
      tallies.put(
          tally.path(COLLECTION).asString(),
          new Tally(
              tally.path(TREATMENT).asString(),
              tally.path(GONE).asLong(),
              tally.path(ANONYMISED).asLong()));
    }
    return new Work(
        heading.body().path(STEP).asInt(),
        UUID.fromString(heading.body().path(ATTEMPT).asString()),
        tallies);
  }
}
