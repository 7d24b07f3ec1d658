package io.habeas.storeagent.search;

import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.Task;
import io.habeas.storeagent.connector.Due;
import io.habeas.storeagent.connector.Keeping;
import io.habeas.storeagent.search.OwnDocuments.Stored;
import io.habeas.storeagent.search.WorkNotes.Tally;
import io.habeas.storeagent.search.WorkNotes.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Erases what was kept under duties that are over, found by the index {@code ...retention} and
 * nothing else (legal rule L20). How much that is, is noted before anything goes; the duty of a
 * record goes last, so that whoever takes this up again finds what is left. A record that another
 * request keeps for longer stays.
 */
final class Expiring {
  private final SearchStore store;
  private final Fence fence;
  private final Showing showing;
  private final Statements statements;

  Expiring(SearchStore store, Fence fence, Showing showing) {
    this.store = store;
    this.fence = fence;
    this.showing = showing;
    this.statements = new Statements(store.statements());
  }

  /** Erases what may be kept no longer as of then, or as of what an unfinished task says. */
  Erased expire(Task task, Instant asOf, Noting noting) throws Deferred {
    Work work = noting.of(task, Action.EXPIRE, attempt -> count(task, new Due(asOf)));
    Optional<Due> due = work.due();
    if (due.isPresent()) {
      each(
          task,
          due.get(),
          (collection, rows) -> {
            fence.check(task);
            erase(task, collection, rows, due.get());
          });
    }
    return Keeping.told(work.gone(), Retaining.retained(store.retentions(), task.requestId()));
  }

  private Map<String, Tally> count(Task task, Due due) throws Deferred {
    Map<String, Tally> tallies = new TreeMap<>();
    each(
        task,
        due,
        (collection, rows) -> {
          long gone = rows.size() - keptByOthers(task, rows, due).size();
          tallies.merge(collection, new Tally(due.noted(), gone, 0), Tally::plus);
        });
    return tallies;
  }

  private void erase(Task task, String collection, List<Stored> rows, Due due) throws Deferred {
    Set<String> kept = keptByOthers(task, rows, due);
    List<DocKey> gone = keys(rows.stream().filter(row -> !kept.contains(record(row))).toList());
    store.records().change(gone, document -> new Records.Change.Delete());
    statements.forget(collection, gone);
    showing.forget(collection, gone);
    showing.show(
        collection, keys(rows.stream().filter(row -> kept.contains(record(row))).toList()));
    store.retentions().removeAll(rows.stream().map(Stored::id).toList());
  }

  /** Names of records, as duties have them. */
  private Set<String> keptByOthers(Task task, List<Stored> rows, Due due) {
    Set<String> kept = new HashSet<>();
    store
        .retentions()
        .each(
            Query.all(
                List.of(
                    Query.terms(Retaining.RECORD, rows.stream().map(Expiring::record).toList()),
                    Query.greater(Retaining.EXPIRY, Retaining.sortable(due.asOf())))),
            found ->
                found.stream()
                    .filter(
                        row ->
                            !row.body()
                                .path(Retaining.REQUEST)
                                .asString("")
                                .equals(task.requestId().toString()))
                    .forEach(row -> kept.add(record(row))));
    return kept;
  }

  /** What is done with some rows of one collection. */
  @FunctionalInterface
  private interface Batch {
    void take(String collection, List<Stored> rows) throws Deferred;
  }

  /** Gives the rows of the request that are due to {@code batch}, some at a time. */
  private void each(Task task, Due due, Batch batch) throws Deferred {
    ObjectNode ofRequest =
        Query.all(
            List.of(
                Query.term(Retaining.REQUEST, task.requestId().toString()),
                Query.notGreater(Retaining.EXPIRY, Retaining.sortable(due.asOf()))));
    store.retentions().refresh();
    store
        .retentions()
        .each(
            ofRequest,
            (OwnDocuments.Batch<Deferred>)
                some -> {
                  Map<String, List<Stored>> byCollection = new TreeMap<>();
                  some.forEach(
                      row ->
                          byCollection
                              .computeIfAbsent(
                                  row.body().path(Retaining.COLLECTION).asString(),
                                  name -> new ArrayList<>())
                              .add(row));
                  for (Map.Entry<String, List<Stored>> of : byCollection.entrySet()) {
                    batch.take(of.getKey(), of.getValue());
                  }
                });
  }

  private static List<DocKey> keys(List<Stored> rows) {
    return rows.stream().map(row -> DocKey.of(row.body().path(Retaining.KEY))).toList();
  }

  private static String record(Stored row) {
    return row.body().path(Retaining.RECORD).asString();
  }
}
