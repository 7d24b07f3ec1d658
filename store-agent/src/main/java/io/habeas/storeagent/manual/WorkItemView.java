package io.habeas.storeagent.manual;

import io.habeas.participant.Action;
import io.habeas.storeagent.manual.ManualPlan.ManualCollection;
import io.habeas.storeagent.manual.WorkItem.State;
import io.habeas.storeagent.map.RetentionRule;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A work item as people see it.
 *
 * @param state open, withdrawn or completed
 * @param claimedBy who works on it; null for nobody
 * @param completedBy who says that it is done; null while nobody does
 * @param collections what to do where
 * @param subject whom it is about; null for whoever does not work on it, or where the vault grants
 *     nothing now
 * @param restriction what was written when the records were hidden; null but for whoever is to show
 *     them again
 */
record WorkItemView(
    UUID id,
    UUID requestId,
    Action action,
    String state,
    Set<String> teams,
    Instant openedAt,
    Instant dueAt,
    boolean overdue,
    @Nullable String claimedBy,
    @Nullable String completedBy,
    @Nullable Instant completedAt,
    List<CollectionView> collections,
    List<UploadView> uploads,
    @Nullable Subject subject,
    @Nullable Completion restriction) {

  /**
   * @param retention the duty under which records may be kept; null for none
   */
  record CollectionView(
      String name,
      String team,
      String instructions,
      @Nullable URI runbook,
      @Nullable RetentionView retention) {}

  /**
   * @param period how long, from the day in {@code from} (ISO 8601)
   */
  record RetentionView(String rule, String statute, String period, String from) {}

  record UploadView(String collection, int number, long records) {}

  /**
   * @param identifiers by type
   * @param corrections true values by data category; empty but for a task to rectify
   * @param statement what the person says beside their data; null for nothing
   */
  record Subject(
      Map<String, List<String>> identifiers,
      Map<String, String> corrections,
      @Nullable String statement) {

    /** Names the types, never the values. */
    @Override
    public String toString() {
      return "Subject" + identifiers.keySet();
    }
  }

  static WorkItemView of(
      WorkItem item,
      ManualPlan plan,
      Instant now,
      Locale reader,
      @Nullable Subject subject,
      @Nullable Completion restriction) {
    State.Completed completed = item.state() instanceof State.Completed done ? done : null;
    return new WorkItemView(
        item.id(),
        item.task().requestId(),
        item.action(),
        switch (item.state()) {
          case State.Open open -> "open";
          case State.Withdrawn withdrawn -> "withdrawn";
          case State.Completed done -> "completed";
        },
        plan.teams(),
        item.openedAt(),
        item.dueAt(),
        item.isOpen() && now.isAfter(item.dueAt()),
        item.claimedBy().orElse(null),
        completed == null ? null : completed.by(),
        completed == null ? null : completed.at(),
        plan.collections().stream().map(each -> view(each, reader)).toList(),
        item.uploads().stream()
            .map(each -> new UploadView(each.collection(), each.number(), each.records()))
            .toList(),
        subject,
        restriction);
  }

  private static CollectionView view(ManualCollection collection, Locale reader) {
    return new CollectionView(
        collection.name(),
        collection.rule().team(),
        collection.rule().instructions(reader),
        collection.rule().runbook().orElse(null),
        collection.retention().map(WorkItemView::view).orElse(null));
  }

  private static RetentionView view(RetentionRule rule) {
    return new RetentionView(rule.rule(), rule.statute(), rule.period().toString(), rule.from());
  }
}
