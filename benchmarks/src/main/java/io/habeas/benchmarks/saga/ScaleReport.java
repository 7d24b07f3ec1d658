package io.habeas.benchmarks.saga;

import java.util.List;

/**
 * The same with several numbers of participants; the names are the keys of the JSON file.
 *
 * @param runs in the order in which they were run
 * @param cpuRatios processor time per request of each run, of that of the first
 */
public record ScaleReport(List<SagaReport> runs, List<Double> cpuRatios) {
  public ScaleReport {
    runs = List.copyOf(runs);
    cpuRatios = List.copyOf(cpuRatios);
  }

  /**
   * Compares.
   *
   * @param runs at least one
   */
  public static ScaleReport of(List<SagaReport> runs) {
    double first = runs.getFirst().cpuMillisPerRequest();
    return new ScaleReport(
        runs, runs.stream().map(run -> run.cpuMillisPerRequest() / first).toList());
  }
}
