package io.habeas.benchmarks.saga;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What many open requests cost those that are carried through; the names are the keys of the JSON
 * file.
 *
 * @param participants how many participants every request went through
 * @param levels one for each number of open requests, in the order in which it was reached
 * @param requests how many requests were carried through in all
 * @param completedOnce how many of them were erased in full and completed exactly once
 * @param processors of the machine, as the JVM counts them
 */
public record BacklogReport(
    int participants, List<Level> levels, int requests, int completedOnce, int processors) {

  public BacklogReport {
    levels = List.copyOf(levels);
  }

  /**
   * With a number of requests open.
   *
   * @param open how many cool off meanwhile: located, hidden, each with a wake-up of its own
   * @param loadedPerSecond how fast they got there
   * @param sagasPerSecond completed erasures per second beside them
   * @param latency of erasures at 70 % of that
   * @param woken how many others were due to be woken within seconds of each other
   * @param wokenLate how late these were, as it could be read
   * @param resumedAfterSeconds from a kill of the orchestrator, which is started again at once,
   *     until the first event that it decided after that could be read; null if it was not killed
   * @param resumedWithoutStateSeconds the same where its stores were lost too
   */
  public record Level(
      int open,
      double loadedPerSecond,
      double sagasPerSecond,
      LatencyReport latency,
      int woken,
      LatencyReport wokenLate,
      @Nullable Double resumedAfterSeconds,
      @Nullable Double resumedWithoutStateSeconds) {}

  /** Whether every request completed exactly once. */
  public boolean everyRequestOnce() {
    return completedOnce == requests;
  }
}
