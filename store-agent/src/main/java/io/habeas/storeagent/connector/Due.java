package io.habeas.storeagent.connector;

import java.time.Instant;
import java.util.Optional;

/**
 * As of when what was kept is erased, as it is noted with a task before anything goes. Whoever
 * takes an unfinished task up, be it for a later time, finishes with that first, so that what is
 * told is what was counted for it.
 */
public record Due(Instant asOf) {
  private static final String PREFIX = "expire:";

  /** In a word, as it is noted. */
  public String noted() {
    return PREFIX + asOf;
  }

  /** What was noted; empty if nothing was due. */
  public static Optional<Due> of(Iterable<String> noted) {
    for (String one : noted) {
      if (one.startsWith(PREFIX)) {
        return Optional.of(new Due(Instant.parse(one.substring(PREFIX.length()))));
      }
    }
    return Optional.empty();
  }
}
