package io.habeas.storeagent.manual;

import io.habeas.chassis.problems.HttpProblem;
import io.habeas.participant.Action;
import io.habeas.participant.Deferred;
import io.habeas.storeagent.api.Problem;
import io.habeas.storeagent.manual.WorkItem.State;
import io.habeas.storeagent.manual.WorkItem.Upload;
import io.habeas.storeagent.manual.WorkItems.Which;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people do with work items. One person works on an item at a time, and who verified is not
 * who erased. Blocks. Everything may be sent again and then changes nothing.
 *
 * <p>Whatever is refused is thrown as a {@link Problem}.
 */
final class WorkDesk {
  private final ManualPlan plan;
  private final WorkItems items;
  private final EvidenceArchive archive;
  private final Uploads uploads;
  private final CompletionRules rules;
  private final Clock clock;

  WorkDesk(
      ManualPlan plan, WorkItems items, EvidenceArchive archive, Uploads uploads, Clock clock) {
    this.plan = plan;
    this.items = items;
    this.archive = archive;
    this.uploads = uploads;
    this.rules = new CompletionRules(plan);
    this.clock = clock;
  }

  ManualPlan plan() {
    return plan;
  }

  List<WorkItem> list(Which which, String person, int limit) throws Deferred {
    return items.list(which, person, limit);
  }

  /** An item, filed or not. */
  WorkItem find(UUID id) throws Deferred {
    Optional<WorkItem> item = items.find(id);
    if (item.isEmpty()) {
      item = archive.find(id);
    }
    return item.orElseThrow(HttpProblem.NOT_FOUND::asException);
  }

  WorkItem claim(UUID id, String person) throws Deferred {
    WorkItem before = find(id);
    requireOpen(before);
    requireOtherEyes(before, person);
    WorkItem item = items.claim(id, person).orElseThrow(HttpProblem.NOT_FOUND::asException);
    requireOpen(item);
    if (!item.isClaimedBy(person)) {
      throw Problem.CLAIMED_BY_ANOTHER.asException();
    }
    return item;
  }

  /**
   * Gives an item back.
   *
   * @param whoever whether it may be somebody else's claim
   */
  WorkItem release(UUID id, String person, boolean whoever) throws Deferred {
    WorkItem before = find(id);
    requireOpen(before);
    Optional<String> claimedBy = before.claimedBy();
    if (claimedBy.isEmpty()) {
      return before;
    }
    if (!whoever && !before.isClaimedBy(person)) {
      throw Problem.NOT_CLAIMED.asException();
    }
    return items.release(id, claimedBy.get()).orElseThrow(HttpProblem.NOT_FOUND::asException);
  }

  /** Nobody is to do it: the request is closed. */
  WorkItem withdraw(UUID id) throws Deferred {
    return items.withdraw(id).orElseThrow(HttpProblem.NOT_FOUND::asException);
  }

  /**
   * What somebody wrote when they hid what is to be shown again now, whether or not the agent got
   * to tell of it.
   */
  Optional<Completion> restriction(WorkItem item) throws Deferred {
    if (item.action() != Action.LIFT) {
      return Optional.empty();
    }
    UUID requestId = item.task().requestId();
    Optional<Completion> untold =
        items.done(requestId, Action.RESTRICT).map(State.Completed::completion);
    return untold.isPresent() ? untold : archive.last(requestId, Action.RESTRICT);
  }

  /**
   * Takes lines of JSON, or a file.
   *
   * @param number tells the uploads of a collection apart; the same number replaces
   * @param contentType null for lines of JSON
   */
  WorkItem upload(
      UUID id,
      String person,
      String collection,
      int number,
      @Nullable String contentType,
      @Nullable String fileName,
      InputStream content)
      throws Deferred, IOException {
    WorkItem item = find(id);
    requireClaimed(item, person);
    if (item.action() != Action.EXPORT) {
      throw Problem.NOT_AN_EXPORT.asException();
    }
    if (plan.collection(collection).isEmpty() || number < 1 || number > 1000) {
      throw HttpProblem.NOT_FOUND.asException();
    }
    Upload upload;
    try {
      upload =
          contentType == null
              ? uploads.lines(id, collection, number, content)
              : uploads.file(id, collection, number, fileName, contentType, content);
    } catch (Uploads.Unusable e) {
      throw Problem.INVALID_UPLOAD.asException(
          Map.of("errors", List.of(String.valueOf(e.getMessage()))));
    }
    WorkItem after =
        items.uploaded(item, person, upload).orElseThrow(HttpProblem.NOT_FOUND::asException);
    if (!after.uploads().contains(upload)) {
      throw Problem.CHANGED_MEANWHILE.asException();
    }
    return after;
  }

  /** Believes a completion. The same again from the same person is believed again. */
  WorkItem complete(UUID id, String person, Completion completion) throws Deferred {
    WorkItem item = find(id);
    if (item.state() instanceof State.Completed completed) {
      return sameOrRefused(item, completed, person, completion);
    }
    requireClaimed(item, person);
    requireOtherEyes(item, person);
    LocalDate today = LocalDate.now(clock);
    List<String> errors = rules.errors(item.action(), completion, item.uploaded(), today);
    if (!errors.isEmpty()) {
      throw Problem.INVALID_COMPLETION.asException(Map.of("errors", errors));
    }
    WorkItem after =
        items.complete(item, person, completion).orElseThrow(HttpProblem.NOT_FOUND::asException);
    if (after.state() instanceof State.Completed completed) {
      return sameOrRefused(after, completed, person, completion);
    }
    requireClaimed(after, person);
    throw Problem.CHANGED_MEANWHILE.asException();
  }

  private static WorkItem sameOrRefused(
      WorkItem item, State.Completed completed, String person, Completion completion) {
    if (completed.by().equals(person) && completed.completion().equals(completion)) {
      return item;
    }
    throw Problem.ALREADY_COMPLETED.asException();
  }

  private static void requireOpen(WorkItem item) {
    switch (item.state()) {
      case State.Open open -> {}
      case State.Withdrawn withdrawn -> throw Problem.WITHDRAWN.asException();
      case State.Completed completed -> throw Problem.ALREADY_COMPLETED.asException();
    }
  }

  private static void requireClaimed(WorkItem item, String person) {
    requireOpen(item);
    if (!item.isClaimedBy(person)) {
      throw Problem.NOT_CLAIMED.asException();
    }
  }

  /** Acknowledged is not erased: whoever says that it is gone does not say it of their own work. */
  private void requireOtherEyes(WorkItem item, String person) throws Deferred {
    if (item.action() != Action.VERIFY) {
      return;
    }
    UUID requestId = item.task().requestId();
    Set<String> erased = new HashSet<>(archive.doneBy(requestId, Action.ERASE));
    items.done(requestId, Action.ERASE).map(State.Completed::by).ifPresent(erased::add);
    if (erased.contains(person)) {
      throw Problem.SAME_PERSON.asException();
    }
  }
}
