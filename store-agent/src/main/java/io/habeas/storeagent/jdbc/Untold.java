package io.habeas.storeagent.jdbc;

import io.habeas.participant.Erased;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Outcome;
import io.habeas.participant.outcome.OutcomeJson;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An erasure that was recorded and followed by nothing but another one was never told: its commit
 * was not acknowledged, and whoever asked ignores late answers to earlier steps. The next one tells
 * of both.
 */
final class Untold {
  private Untold() {}

  /** What {@code erased} and the untold one before it came to together. */
  static Erased with(JdbcTemplate jdbc, UUID requestId, Erased erased) {
    List<String> before =
        jdbc.queryForList(
            "SELECT result FROM habeas.habeas_outcome WHERE request_id = ?"
                + " ORDER BY step DESC LIMIT 1",
            String.class,
            requestId);
    return !before.isEmpty()
            && OutcomeJson.read(before.getFirst()) instanceof Outcome.RecordsErased untold
        ? new Erased(together(untold.outcomes(), erased.outcomes()), erased.retained())
        : erased;
  }

  /** What is retained is told as it stands. */
  private static List<CollectionOutcome> together(
      List<CollectionOutcome> untold, List<CollectionOutcome> now) {
    Map<String, CollectionOutcome> sums = new TreeMap<>();
    for (CollectionOutcome outcome : untold) {
      sums.put(
          outcome.collection(),
          new CollectionOutcome(outcome.collection(), outcome.erased(), outcome.anonymised(), 0));
    }
    for (CollectionOutcome outcome : now) {
      sums.merge(
          outcome.collection(),
          outcome,
          (first, second) ->
              new CollectionOutcome(
                  first.collection(),
                  first.erased() + second.erased(),
                  first.anonymised() + second.anonymised(),
                  second.retained()));
    }
    return sums.values().stream()
        .filter(o -> o.erased() + o.anonymised() + o.retained() > 0)
        .toList();
  }
}
