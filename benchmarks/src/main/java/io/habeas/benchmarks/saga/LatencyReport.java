package io.habeas.benchmarks.saga;

import io.habeas.benchmarks.saga.InFlight.Latencies;
import io.habeas.benchmarks.saga.InFlight.Stretch;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * How long something took.
 *
 * @param p50Millis the median
 * @param p99Millis 99 in 100 took no longer
 * @param maxMillis the longest
 */
public record LatencyReport(double p50Millis, double p99Millis, double maxMillis) {
  private static final double MICROS = 1_000;

  /**
   * @param micros values in microseconds
   */
  static LatencyReport of(Histogram micros) {
    return new LatencyReport(
        micros.getValueAtPercentile(50) / MICROS,
        micros.getValueAtPercentile(99) / MICROS,
        micros.getMaxValue() / MICROS);
  }

  /** Each stretch of a request by its number and name, in their order. */
  static SequencedMap<String, LatencyReport> stretches(Latencies latencies) {
    SequencedMap<String, LatencyReport> all = new TreeMap<>();
    for (Stretch stretch : Stretch.values()) {
      String name = stretch.name().toLowerCase(Locale.ROOT).replace('_', '-');
      all.put((all.size() + 1) + "-" + name, of(latencies.of(stretch)));
    }
    return all;
  }
}
