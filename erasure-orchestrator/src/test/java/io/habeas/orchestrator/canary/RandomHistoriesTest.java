package io.habeas.orchestrator.canary;

import io.habeas.testkit.RandomHistories;
import org.junit.jupiter.api.Test;

/**
 * Canaries in which everything happens that may: duplicates, lost and late replies in any order,
 * deferrals, missing topics, holds, residue, duties, strangers under the same identifiers,
 * restarts.
 */
class RandomHistoriesTest {
  private static final int HISTORIES = Integer.getInteger("histories", 20_000);

  @Test
  void shouldKeepEveryPromiseInAnyOrderOfEvents() {
    RandomHistories.check(HISTORIES, random -> new RandomHistory(random).run());
  }
}
