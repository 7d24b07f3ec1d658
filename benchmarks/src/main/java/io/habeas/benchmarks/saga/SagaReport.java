package io.habeas.benchmarks.saga;

import java.util.Collections;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * What was measured; the names are the keys of the JSON file.
 *
 * @param participants how many participants every request went through
 * @param threads stream threads of the orchestrator
 * @param requests how many requests there were in all, warm-up included
 * @param completedOnce how many of them were erased in full and completed exactly once
 * @param sagasPerSecond completed erasures per second at full load
 * @param cpuMillisPerRequest processor time of everything in this process for one of them: broker,
 *     orchestrator, participants and load
 * @param recordsPerRequest records written for one request to every topic that it travels through,
 *     the repartition topic included, changelogs not
 * @param changelogRecordsPerRequest records written for one request to the changelogs
 * @param recordsPerSecond {@code sagasPerSecond * recordsPerRequest}
 * @param rawRecordsPerSecond what one producer and one consumer achieve on the same broker
 * @param ratio {@code recordsPerSecond / rawRecordsPerSecond}, so that 0.1 is 10 %
 * @param offeredPerSecond requests per second while latency was measured: 70 % of {@code
 *     sagasPerSecond}
 * @param p50Millis median of the time from when a request was due to be accepted until its
 *     completion was read
 * @param p99Millis the same of 99 in 100
 * @param maxMillis the longest
 * @param stretches the same of each stretch of a request alone, in their order; each ends when it
 *     was told that the next has begun
 * @param processors of the machine, as the JVM counts them
 */
public record SagaReport(
    int participants,
    int threads,
    int requests,
    int completedOnce,
    double sagasPerSecond,
    double cpuMillisPerRequest,
    double recordsPerRequest,
    double changelogRecordsPerRequest,
    double recordsPerSecond,
    double rawRecordsPerSecond,
    double ratio,
    double offeredPerSecond,
    double p50Millis,
    double p99Millis,
    double maxMillis,
    SequencedMap<String, LatencyReport> stretches,
    int processors) {

  public SagaReport {
    stretches = Collections.unmodifiableSequencedMap(new TreeMap<>(stretches));
  }

  /** Whether every request completed exactly once. */
  public boolean everyRequestOnce() {
    return completedOnce == requests;
  }
}
