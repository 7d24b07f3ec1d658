package io.habeas.orchestrator.erasure.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.orchestrator.erasure.history.Orchestrator.Step;
import io.habeas.orchestrator.erasure.history.RandomHistory.End;
import io.habeas.testkit.RandomHistories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/**
 * Erasures in which everything happens that may: duplicates, lost and late replies in any order,
 * deferrals, missing topics, requests that end, holds, a person's decisions, expiries, participants
 * that become required, restarts.
 *
 * <p>{@code -Dhistories=1000000} runs more of them; {@code -Dhistories.seed=42} runs the one that
 * failed; {@code -Dhistories.diagram} writes the diagram of what was seen into the documentation.
 */
class RandomHistoriesTest {
  private static final long HISTORIES = Long.getLong("histories", 100_000);
  private static final Path DOCUMENT = Path.of("../docs/erasure-states.md");
  private static final String FENCE = "```mermaid\n";

  private final Set<End> ends = ConcurrentHashMap.newKeySet();
  private final Set<String> ignored = ConcurrentHashMap.newKeySet();
  private final Set<Step> steps = ConcurrentHashMap.newKeySet();

  @Test
  void shouldKeepEveryPromiseInAnyOrderOfEvents() throws IOException {
    // when
    boolean all = RandomHistories.checkAll(HISTORIES, this::run);

    // then
    if (all) {
      assertThat(ends).as("how they ended").containsExactlyInAnyOrder(End.values());
      assertThat(ignored)
          .as("why events were ignored")
          .contains(
              "closed",
              "duplicate",
              "future-step",
              "not-asked",
              "other-task",
              "past-the-point-of-no-return",
              "progress-untold",
              "stale-report",
              "stale-step",
              "unknown-hold",
              "unknown-participant",
              "unknown-request");
      shouldBeDocumented(StateDiagram.of(steps));
    }
  }

  private void run(long seed) {
    RandomHistory history = new RandomHistory(seed);
    ends.add(history.run());
    ignored.addAll(history.ignored().keySet());
    steps.addAll(history.steps());
  }

  private static void shouldBeDocumented(String diagram) throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(FENCE) + FENCE.length();
    int end = document.indexOf("```", begin);
    if (System.getProperty("histories.diagram") != null) {
      Files.writeString(DOCUMENT, document.substring(0, begin) + diagram + document.substring(end));
    } else {
      assertThat(document.substring(begin, end))
          .as("the diagram in docs/erasure-states.md, which -Dhistories.diagram writes")
          .isEqualTo(diagram);
    }
  }
}
