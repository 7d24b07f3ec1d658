package io.habeas.storeagent.processor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a processor was found not to be as the map or its definition says, for whoever has to mend
 * it: what is shown until it is no longer met.
 */
public final class Contradictions {
  private static final Duration SHOWN_FOR = Duration.ofHours(1);

  private final Map<String, Instant> found = new ConcurrentHashMap<>();
  private final Clock clock;

  public Contradictions(Clock clock) {
    this.clock = clock;
  }

  /**
   * Shows a finding for an hour.
   *
   * @param finding "Expected ... but ...", in names of the configuration, never contents
   */
  public void show(String finding) {
    found.put(finding, clock.instant());
  }

  /** What was found within the last hour. */
  public List<String> shown() {
    Instant since = clock.instant().minus(SHOWN_FOR);
    found.values().removeIf(at -> at.isBefore(since));
    return found.keySet().stream().sorted().toList();
  }
}
