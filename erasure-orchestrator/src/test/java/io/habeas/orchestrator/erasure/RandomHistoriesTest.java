package io.habeas.orchestrator.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Erasures in which everything happens that may: duplicates, lost and late replies in any order,
 * deferrals, missing topics, requests that end, participants that become required, restarts.
 *
 * <p>{@code -Dhistories=100000} runs more of them; {@code -Dhistories.seed=42} runs the one that
 * failed.
 */
class RandomHistoriesTest {
  private static final int HISTORIES = Integer.getInteger("histories", 20_000);

  @Test
  void shouldKeepEveryPromiseInAnyOrderOfEvents() {
    // given
    Long only = Long.getLong("histories.seed");
    long first = only == null ? 0 : only;
    long last = only == null ? HISTORIES - 1 : only;
    Map<RandomHistory.End, Integer> ends = new EnumMap<>(RandomHistory.End.class);
    Map<String, Integer> ignored = new TreeMap<>();

    // when
    for (long seed = first; seed <= last; seed++) {
      try {
        RandomHistory history = new RandomHistory(seed);
        ends.merge(history.run(), 1, Integer::sum);
        history.ignored().forEach((reason, n) -> ignored.merge(reason, n, Integer::sum));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("history failed: -Dhistories.seed=" + seed, e);
      }
    }

    // then
    if (only == null) {
      assertThat(ends).as("how they ended").containsOnlyKeys(RandomHistory.End.values());
      assertThat(ignored.keySet())
          .as("why events were ignored")
          .contains(
              "closed",
              "duplicate",
              "future-step",
              "other-task",
              "past-the-point-of-no-return",
              "progress-untold",
              "stale-step",
              "unknown-participant",
              "unknown-request");
    }
  }
}
