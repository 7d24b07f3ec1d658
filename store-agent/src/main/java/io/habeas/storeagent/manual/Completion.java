package io.habeas.storeagent.manual;

import io.habeas.participant.Counts;
import io.habeas.participant.Erased;
import io.habeas.participant.Rectified;
import io.habeas.participant.Retained;
import io.habeas.storeagent.map.RetentionRule;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a person says that a task came to. To be held against {@link CompletionRules} before it is
 * believed.
 *
 * @param nothingHeld whether there was nothing; said expressly, so that it is not said by leaving
 *     something out
 * @param collections what was done in each collection that has something
 * @param evidence what shows it; null for none
 */
record Completion(
    boolean nothingHeld, List<CollectionResult> collections, @Nullable Evidence evidence) {
  Completion {
    collections = List.copyOf(collections);
  }

  /**
   * One collection. Which of the numbers may be there depends on the task's action.
   *
   * @param records found, hidden, shown again, copied, or found to be left
   * @param retained null for nothing retained
   */
  record CollectionResult(
      String collection,
      long records,
      long erased,
      long anonymised,
      long corrected,
      long supplemented,
      @Nullable Kept retained) {}

  /**
   * What is kept under the duty that the map names.
   *
   * @param rule the rule's name
   */
  record Kept(String rule, long records, LocalDate firstExpiry, LocalDate lastExpiry) {}

  /**
   * What shows it. May hold personal data, and so is kept sealed, and for a time of its own.
   *
   * @param text in the person's words
   * @param reference where a document is, in a system of records say
   */
  record Evidence(@Nullable String text, @Nullable String reference) {}

  Counts records() {
    return counts(CollectionResult::records);
  }

  Rectified rectified() {
    return new Rectified(
        counts(CollectionResult::corrected), counts(CollectionResult::supplemented));
  }

  /**
   * @param zone in which days begin and end
   */
  Erased erased(ManualPlan plan, ZoneId zone) {
    List<Erased.CollectionOutcome> outcomes = new ArrayList<>();
    List<Retained> retained = new ArrayList<>();
    for (CollectionResult result : collections) {
      Kept kept = result.retained();
      outcomes.add(
          new Erased.CollectionOutcome(
              result.collection(),
              result.erased(),
              result.anonymised(),
              kept == null ? 0 : kept.records()));
      if (kept != null) {
        RetentionRule rule =
            plan.collection(result.collection())
                .flatMap(ManualPlan.ManualCollection::retention)
                .orElseThrow();
        retained.add(
            new Retained(
                result.collection(),
                rule.rule(),
                rule.ground(),
                rule.statute(),
                rule.jurisdiction(),
                kept.records(),
                kept.firstExpiry().atStartOfDay(zone).toInstant(),
                kept.lastExpiry().atStartOfDay(zone).toInstant()));
      }
    }
    return new Erased(outcomes, retained);
  }

  private Counts counts(ToLongFunction<CollectionResult> number) {
    Map<String, Long> counts = new HashMap<>();
    collections.forEach(result -> counts.put(result.collection(), number.applyAsLong(result)));
    return new Counts(counts);
  }
}
