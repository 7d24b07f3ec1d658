package io.habeas.protocol.fanout;

import java.time.Duration;

/**
 * How long to wait before asking a participant again: short at first, doubling, bounded.
 *
 * @param first the pause after a participant deferred its first answer
 * @param longest no pause is longer
 * @param patience how long a task may go without any answer before it is asked again; grows with
 *     every attempt as pauses do
 */
public record Pauses(Duration first, Duration longest, Duration patience) {
  private static final int MOST_DOUBLINGS = 40;

  public Pauses {
    if (!first.isPositive() || !patience.isPositive() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "Expected a positive first pause and patience and a longest pause of at least the first"
              + " but got first=%s longest=%s patience=%s".formatted(first, longest, patience));
    }
  }

  /**
   * The pause after an answer was put off.
   *
   * @param attempts how often it was asked, at least 1
   */
  public Duration afterDeferral(int attempts) {
    return grown(first, attempts);
  }

  /**
   * How long an answer is waited for.
   *
   * @param attempts how often it was asked, at least 1
   */
  public Duration forAnswer(int attempts) {
    return grown(patience, attempts);
  }

  private Duration grown(Duration pause, int attempts) {
    long doublings = Math.min(Math.max(attempts - 1, 0), MOST_DOUBLINGS);
    long ratio = longest.toMillis() / Math.max(pause.toMillis(), 1);
    if (1L << doublings > ratio) {
      return longest;
    }
    return pause.multipliedBy(1L << doublings);
  }
}
