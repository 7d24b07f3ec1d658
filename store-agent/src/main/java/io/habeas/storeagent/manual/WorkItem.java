package io.habeas.storeagent.manual;

import io.habeas.participant.Action;
import io.habeas.participant.TaskId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A task for a person.
 *
 * @param id its public name, which says nothing
 * @param dueAt by when it should be done
 * @param claimedBy who works on it; empty for nobody yet
 * @param revision rises with every upload
 * @param uploads what was uploaded, for a task to export
 */
record WorkItem(
    UUID id,
    TaskId task,
    Action action,
    Instant openedAt,
    Instant dueAt,
    Optional<String> claimedBy,
    int revision,
    List<Upload> uploads,
    State state) {
  WorkItem {
    uploads = List.copyOf(uploads);
  }

  /** How far it is. */
  sealed interface State {
    record Open() implements State {}

    /** It is not to be done any more: a later step of the request came first, or it is closed. */
    record Withdrawn() implements State {}

    /**
     * It is done.
     *
     * @param by whoever says so
     */
    record Completed(String by, Instant at, Completion completion) implements State {}
  }

  /**
   * @param number tells the uploads of a collection apart, from 1
   * @param name the name of its pieces
   * @param records how many records it is
   * @param pieces how many sealed pieces it is in
   */
  record Upload(
      String collection, int number, UUID name, boolean lines, long records, int pieces) {}

  boolean isOpen() {
    return state instanceof State.Open;
  }

  boolean isClaimedBy(String person) {
    return claimedBy.filter(person::equals).isPresent();
  }

  /** How many records were uploaded, by collection. */
  Map<String, Long> uploaded() {
    Map<String, Long> counts = new HashMap<>();
    uploads.forEach(upload -> counts.merge(upload.collection(), upload.records(), Long::sum));
    return counts;
  }
}
