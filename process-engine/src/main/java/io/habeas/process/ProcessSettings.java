package io.habeas.process;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one instance runs its processes.
 *
 * @param stateDirectory where local state is kept; the same at every start, so that a restart need
 *     not restore it
 * @param instanceId name of this instance among its peers, the same at every start: a restart then
 *     takes up its own partitions at once; null for an instance without a lasting name
 * @param threads how many stream threads, at least 1
 * @param commitInterval how long a transaction stays open at most: the floor of every hop's latency
 * @param sessionTimeout how long an instance may be silent before its partitions move to another
 * @param replicationFactor of the internal topics; -1 for the broker's default
 */
public record ProcessSettings(
    Path stateDirectory,
    @Nullable String instanceId,
    int threads,
    Duration commitInterval,
    Duration sessionTimeout,
    int replicationFactor) {

  /** What fits most: one thread, 100 ms, the session timeout that brokers suggest. */
  public static ProcessSettings in(Path stateDirectory) {
    return new ProcessSettings(
        stateDirectory, null, 1, Duration.ofMillis(100), Duration.ofSeconds(45), -1);
  }

  /** The same under a lasting name. */
  public ProcessSettings as(String lastingName) {
    return new ProcessSettings(
        stateDirectory, lastingName, threads, commitInterval, sessionTimeout, replicationFactor);
  }
}
