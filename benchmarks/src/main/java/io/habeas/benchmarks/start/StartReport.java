package io.habeas.benchmarks.start;

import java.util.List;

/**
 * How long starting took; the names are the keys of the JSON file.
 *
 * @param seconds of each start in their order, from the command until every service was ready
 * @param minSeconds the shortest
 * @param medianSeconds the one in the middle; of an even number the mean of the two in the middle
 * @param maxSeconds the longest
 * @param processors of the machine, as the JVM counts them
 */
public record StartReport(
    List<Double> seconds,
    double minSeconds,
    double medianSeconds,
    double maxSeconds,
    int processors) {

  public StartReport {
    seconds = List.copyOf(seconds);
  }

  static StartReport of(List<Double> seconds) {
    List<Double> sorted = seconds.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return new StartReport(
        seconds,
        sorted.getFirst(),
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2,
        sorted.getLast(),
        Runtime.getRuntime().availableProcessors());
  }
}
