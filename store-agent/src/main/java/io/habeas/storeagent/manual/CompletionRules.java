package io.habeas.storeagent.manual;

import io.habeas.participant.Action;
import io.habeas.storeagent.manual.Completion.CollectionResult;
import io.habeas.storeagent.manual.Completion.Evidence;
import io.habeas.storeagent.manual.Completion.Kept;
import io.habeas.storeagent.map.RetentionRule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a completion must be like to be believed. Pure; its errors quote nothing that was sent. */
final class CompletionRules {
  private static final int LONGEST_TEXT = 20_000;
  private static final int LONGEST_REFERENCE = 2_000;
  private static final long MOST = 1_000_000_000;

  private final ManualPlan plan;

  CompletionRules(ManualPlan plan) {
    this.plan = plan;
  }

  /**
   * What is wrong with {@code completion}; empty if nothing is.
   *
   * @param uploaded how many records were uploaded, by collection
   * @param today what is kept is kept for longer than that
   */
  List<String> errors(
      Action action, Completion completion, Map<String, Long> uploaded, LocalDate today) {
    List<String> errors = new ArrayList<>();
    List<CollectionResult> results = completion.collections();
    if (completion.nothingHeld() != results.isEmpty()) {
      errors.add(
          "collections: expected some, or nothingHeld to be true, but it is neither or both");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < results.size(); i++) {
      String at = "collections[" + i + "]";
      CollectionResult result = results.get(i);
      Optional<ManualPlan.ManualCollection> collection = plan.collection(result.collection());
      if (collection.isEmpty()) {
        errors.add(at + ".collection: expected one of the task's collections but it is not");
        continue;
      }
      if (!seen.add(result.collection())) {
        errors.add(at + ".collection: expected each once but it is there twice");
      }
      numbers(action, result, at, errors);
      kept(result.retained(), collection.get().retention(), today, at + ".retained", errors);
      if (action == Action.EXPORT
          && result.records() != uploaded.getOrDefault(result.collection(), 0L)) {
        errors.add(at + ".records: expected as many as were uploaded but they are not");
      }
    }
    if (action == Action.EXPORT && !seen.containsAll(uploaded.keySet())) {
      errors.add("collections: expected every collection with uploads but one is missing");
    }
    evidence(action, completion.evidence(), errors);
    return errors;
  }

  private static void numbers(
      Action action, CollectionResult result, String at, List<String> errors) {
    long kept = result.retained() == null ? 0 : result.retained().records();
    List<Long> wanted =
        switch (action) {
          case LOCATE, EXPORT, RESTRICT, LIFT, VERIFY, SEED, EXPIRE -> List.of(result.records());
          case ERASE -> List.of(result.erased(), result.anonymised(), kept);
          case RECTIFY -> List.of(result.corrected(), result.supplemented());
        };
    List<Long> all =
        List.of(
            result.records(),
            result.erased(),
            result.anonymised(),
            result.corrected(),
            result.supplemented(),
            kept);
    if (all.stream().anyMatch(number -> number < 0 || number > MOST)) {
      errors.add(at + ": expected numbers from 0 to " + MOST + " but there are others");
    } else if (sum(wanted) != sum(all) || (result.retained() != null && action != Action.ERASE)) {
      errors.add(at + ": expected only the numbers of a task to " + action + " but found others");
    } else if (sum(wanted) == 0) {
      errors.add(at + ": expected a collection with something in it but all numbers are 0");
    }
  }

  private static long sum(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).sum();
  }

  private static void kept(
      @Nullable Kept kept,
      Optional<RetentionRule> rule,
      LocalDate today,
      String at,
      List<String> errors) {
    if (kept == null) {
      return;
    }
    if (rule.filter(duty -> duty.rule().equals(kept.rule())).isEmpty()) {
      errors.add(at + ".rule: expected the retention rule of the collection but it is not");
    }
    if (kept.records() < 1) {
      errors.add(at + ".records: expected at least 1 but it is less");
    }
    if (kept.firstExpiry().isAfter(kept.lastExpiry())) {
      errors.add(at + ": expected firstExpiry not to be after lastExpiry but it is");
    } else if (!kept.firstExpiry().isAfter(today)) {
      errors.add(
          at
              + ".firstExpiry: expected a day to come but it is over: what is not owed any"
              + " more is erased");
    }
  }

  private static void evidence(Action action, @Nullable Evidence evidence, List<String> errors) {
    String text = evidence == null || evidence.text() == null ? "" : evidence.text();
    String reference = evidence == null || evidence.reference() == null ? "" : evidence.reference();
    if (text.length() > LONGEST_TEXT || reference.length() > LONGEST_REFERENCE) {
      errors.add(
          "evidence: expected at most %d characters of text and %d of reference but there are more"
              .formatted(LONGEST_TEXT, LONGEST_REFERENCE));
    }
    boolean owed =
        switch (action) {
          case LOCATE, EXPORT, SEED, EXPIRE -> false;
          case RESTRICT, LIFT, ERASE, VERIFY, RECTIFY -> true;
        };
    if (owed && text.isBlank() && reference.isBlank()) {
      errors.add("evidence: expected a text or a reference that shows it but there is neither");
    }
  }
}
