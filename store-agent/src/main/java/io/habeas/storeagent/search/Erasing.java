package io.habeas.storeagent.search;

import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Retained;
import io.habeas.participant.Task;
import io.habeas.storeagent.document.Json;
import io.habeas.storeagent.document.ShapeMismatch;
import io.habeas.storeagent.plan.DocumentPlan.Documents;
import io.habeas.storeagent.plan.DocumentPlan.Part;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import io.habeas.storeagent.search.Records.Change;
import io.habeas.storeagent.search.WorkNotes.Note;
import io.habeas.storeagent.search.WorkNotes.Tally;
import io.habeas.storeagent.search.WorkNotes.Work;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out what was noted, what refers to others first. Each document is changed by one write
 * that holds only while it is as it was read, and read while it was still the person's: done twice,
 * or by two instances at once, it is done once.
 */
final class Erasing {
  private final SearchStore store;
  private final SearchPlan plan;
  private final WorkNotes notes;
  private final Fence fence;
  private final Rewriting rewriting;
  private final Showing showing;
  private final Retaining retaining;
  private final Statements statements;

  Erasing(
      SearchStore store,
      SearchPlan plan,
      WorkNotes notes,
      Fence fence,
      Rewriting rewriting,
      Showing showing,
      Retaining retaining,
      Statements statements) {
    this.store = store;
    this.plan = plan;
    this.notes = notes;
    this.fence = fence;
    this.rewriting = rewriting;
    this.showing = showing;
    this.retaining = retaining;
    this.statements = statements;
  }

  /**
   * @throws Deferred if it cannot be done now, or the map has changed since the notes were made
   */
  Erased carryOut(Task task, Work work) throws Deferred {
    for (Map.Entry<String, Tally> tally : work.tallies().entrySet()) {
      if (plan.documents().collections().stream()
          .filter(documents -> documents.name().equals(tally.getKey()))
          .noneMatch(d -> Noting.treatment(d).equals(tally.getValue().treatment()))) {
        throw new ShapeMismatch(tally.getKey(), "erased as when its erasure was begun");
      }
    }
    fence.check(task);
    notes.refresh();
    for (Documents documents : plan.documents().erasing()) {
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
    List<Note> kept = new ArrayList<>();
    Map<DocKey, Note> changing = new LinkedHashMap<>();
    for (Note note : some) {
      if (note.belonging().isWhole(documents)
          && documents.whole().orElseThrow().treatment() instanceof Treatment.Retain
          && note.keptUntil().isPresent()) {
        kept.add(note);
      } else {
        changing.put(note.belonging().key(), note);
      }
    }
    change(documents, changing);
    if (!kept.isEmpty()
        && documents.whole().orElseThrow().treatment() instanceof Treatment.Retain retain) {
      retaining.keep(documents, retain, kept);
    }
  }

  private void change(Documents documents, Map<DocKey, Note> some) throws Deferred {
    List<DocKey> keys = List.copyOf(some.keySet());
    store
        .records()
        .change(
            keys,
            document ->
                change(
                    documents,
                    document,
                    Optional.ofNullable(some.get(document.key())).orElseThrow().belonging()));
    Set<DocKey> there = new HashSet<>();
    store.records().read(keys, document -> there.add(document.key()));
    List<DocKey> gone = keys.stream().filter(key -> !there.contains(key)).toList();
    showing.forget(documents.name(), gone);
    retaining.forget(documents.name(), gone);
    statements.forget(documents, some.values().stream().map(Note::belonging).toList(), gone);
    // One that became somebody else's meanwhile stays, and is nobody's to hide for this request.
    showing.show(documents.name(), keys.stream().filter(there::contains).toList());
  }

  private Change change(Documents documents, Doc document, Belonging belonging) {
    ObjectNode changed = document.fields();
    for (Part part : documents.elements()) {
      if (belonging.concerns(part)) {
        changed = withoutElements(documents, part, belonging, changed);
      }
    }
    if (belonging.isWhole(documents) && belonging.stillOwns(documents, document.fields())) {
      switch (documents.whole().orElseThrow().treatment()) {
        case Treatment.Delete() -> {
          return new Change.Delete();
        }
        case Treatment.Retain retain -> {
          return new Change.Delete();
        }
        case Treatment.Anonymise(var strategies) ->
            changed = rewriting.severed(documents, changed, strategies, belonging);
      }
    }
    return changed.equals(document.fields()) ? new Change.None() : new Change.Replace(changed);
  }

  /** Other people's elements of the same list stay as they are, in their order. */
  private ObjectNode withoutElements(
      Documents documents, Part part, Belonging belonging, ObjectNode document) {
    String list = part.list().orElseThrow();
    ArrayNode left = Json.array();
    boolean any = false;
    for (JsonNode element : Paths.elements(document, list)) {
      if (!belonging.owns(documents, part, element)) {
        left.add(element);
        continue;
      }
      any = true;
      if (part.treatment() instanceof Treatment.Anonymise(var strategies)) {
        left.add(rewriting.severed(documents, part, element, strategies, belonging));
      }
    }
    return any ? Paths.with(document, list, left) : document;
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
