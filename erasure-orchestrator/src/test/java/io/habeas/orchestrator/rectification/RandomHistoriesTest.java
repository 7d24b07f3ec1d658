package io.habeas.orchestrator.rectification;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.testkit.RandomHistories;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/**
 * Rectifications in which everything happens that may. {@code -Dhistories=1000000} runs more of
 * them, {@code -Dhistories.seed=42} the one that failed.
 */
class RandomHistoriesTest {
  private static final long HISTORIES = Long.getLong("histories", 30_000);

  private final Set<Class<?>> ends = ConcurrentHashMap.newKeySet();
  private final Set<String> ignored = ConcurrentHashMap.newKeySet();

  @Test
  void shouldKeepEveryPromiseInAnyOrderOfEvents() {
    // when
    boolean all = RandomHistories.checkAll(HISTORIES, this::run);

    // then
    if (all) {
      assertThat(ends)
          .as("how they ended")
          .containsExactlyInAnyOrder(
              RectificationState.Completed.class,
              RectificationState.Halted.class,
              RectificationState.Abandoned.class);
      assertThat(ignored)
          .as("why events were ignored")
          .contains(
              "closed",
              "duplicate",
              "future-step",
              "past-the-point-of-no-return",
              "progress-untold",
              "stale-step",
              "unknown-participant",
              "unknown-request");
    }
  }

  private void run(long seed) {
    RandomHistory history = new RandomHistory(seed);
    ends.add(history.run().getClass());
    ignored.addAll(history.ignored());
  }
}
