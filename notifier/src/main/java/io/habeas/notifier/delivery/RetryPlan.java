package io.habeas.notifier.delivery;

import io.habeas.schemas.avro.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a letter is tried again, and from when on that is worth telling. Pure.
 *
 * @param pauses after the first failure, the second, ...; the last holds for all further ones
 * @param toldAfter the number of failures from which on a letter counts as delayed, at least 1
 */
public record RetryPlan(List<Duration> pauses, int toldAfter) {
  public RetryPlan {
    pauses = List.copyOf(pauses);
    if (pauses.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one pause but got none");
    }
  }

  /**
   * When to try again.
   *
   * @param failures how many attempts have failed, at least 1
   * @param deadline when the letter must be looked at again at the latest, since it expires; null
   *     for never
   */
  Instant next(int failures, Instant now, @Nullable Instant deadline) {
    Instant regular = now.plus(pauses.get(Math.min(failures, pauses.size()) - 1));
    return deadline != null && deadline.isAfter(now) && deadline.isBefore(regular)
        ? deadline
        : regular;
  }

  /** Whether the delay is to be told: it has lasted, and this reason was not the last one told. */
  boolean tells(int failures, WaitReason reason, @Nullable WaitReason told) {
    return failures >= toldAfter && reason != told;
  }
}
