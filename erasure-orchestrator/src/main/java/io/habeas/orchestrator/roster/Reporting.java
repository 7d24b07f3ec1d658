package io.habeas.orchestrator.roster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a participant reports every so often all that it keeps (L20).
 *
 * @param lastBegunAt when the last report that it finished began, by its own clock; null before the
 *     first
 */
public record Reporting(@Nullable Instant lastBegunAt) {

  /**
   * With what was known before. Each of its instances makes reports of its own, and one that was
   * just started has made none.
   */
  Reporting after(@Nullable Reporting before) {
    if (before == null || before.lastBegunAt == null) {
      return this;
    }
    return lastBegunAt == null || lastBegunAt.isBefore(before.lastBegunAt) ? before : this;
  }
}
