package io.habeas.benchmarks.store;

import java.util.List;

/**
 * What was measured; the names are the keys of the JSON file.
 *
 * @param subjects how many people were erased in all by each of the two, without the warm-up
 * @param subjectsPerSecond people per second that the agent located, erased and verified
 * @param handWrittenSubjectsPerSecond the same by statements written by hand
 * @param ratio {@code subjectsPerSecond / handWrittenSubjectsPerSecond}
 * @param ratios the same of each round
 * @param asExpected whether everything that each of the two was to erase is gone, and nothing else
 * @param processors of the machine, as the JVM counts them
 */
public record StoreReport(
    int subjects,
    double subjectsPerSecond,
    double handWrittenSubjectsPerSecond,
    double ratio,
    List<Double> ratios,
    boolean asExpected,
    int processors) {

  public StoreReport {
    ratios = List.copyOf(ratios);
  }
}
