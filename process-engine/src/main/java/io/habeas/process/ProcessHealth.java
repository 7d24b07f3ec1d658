package io.habeas.process;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a process is at one moment.
 *
 * @param state whether it works
 * @param stoppedPartitions topic-partitions that stand still, each with the type that this version
 *     does not know
 * @param heldInstances how many instances wait for a version that can deal with them
 * @param heldRecords how many records wait, for either reason
 * @param lastError simple class name of the last failure that cost a thread; null for none
 */
public record ProcessHealth(
    State state,
    Map<String, String> stoppedPartitions,
    int heldInstances,
    long heldRecords,
    @Nullable String lastError) {

  public ProcessHealth {
    stoppedPartitions = Map.copyOf(new TreeMap<>(stoppedPartitions));
  }

  /** Whether a process works. */
  public enum State {
    /** Every partition it has is worked on. */
    RUNNING,
    /** Partitions are being handed out or restored. */
    REBALANCING,
    /** Not started, stopped, or given up. */
    DOWN
  }

  /** Whether everything that arrives is dealt with. */
  public boolean ready() {
    return state == State.RUNNING && stoppedPartitions.isEmpty();
  }
}
