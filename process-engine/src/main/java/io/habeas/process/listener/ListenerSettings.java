package io.habeas.process.listener;

import java.time.Duration;

/**
 * How listeners run.
 *
 * @param concurrency how many threads share a group's partitions, at least 1
 * @param firstPause how long a partition waits after the first failure; doubled at each further one
 * @param longestPause how long it waits at most
 * @param longestWork how long one message may be worked on before its partition is given to another
 *     instance; one that has died is noticed sooner
 */
public record ListenerSettings(
    int concurrency, Duration firstPause, Duration longestPause, Duration longestWork) {

  /** What fits most. */
  public static final ListenerSettings DEFAULT =
      new ListenerSettings(1, Duration.ofMillis(500), Duration.ofMinutes(1), Duration.ofMinutes(5));

  /** The same with so many threads. */
  public ListenerSettings withConcurrency(int threads) {
    return new ListenerSettings(threads, firstPause, longestPause, longestWork);
  }

  /** The same with so much time for one message. */
  public ListenerSettings withLongestWork(Duration work) {
    return new ListenerSettings(concurrency, firstPause, longestPause, work);
  }

  /** How long to wait after so many failures in a row, from 1. */
  Duration pauseAfter(int failures) {
    Duration pause = firstPause;
    for (int i = 1; i < failures && pause.compareTo(longestPause) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longestPause) < 0 ? pause : longestPause;
  }
}
