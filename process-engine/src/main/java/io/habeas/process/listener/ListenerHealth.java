package io.habeas.process.listener;

import java.util.Map;

/**
 * How a listener is at one moment.
 *
 * @param running whether it was started and has not stopped
 * @param stoppedPartitions topic-partitions that stand still, each with the type that this version
 *     does not know
 * @param waitingPartitions topic-partitions whose first message failed and comes again, each with
 *     the simple class name of the failure
 */
public record ListenerHealth(
    boolean running, Map<String, String> stoppedPartitions, Map<String, String> waitingPartitions) {
  public ListenerHealth {
    stoppedPartitions = Map.copyOf(stoppedPartitions);
    waitingPartitions = Map.copyOf(waitingPartitions);
  }

  /** Whether everything that arrives is dealt with, now or after a pause. */
  public boolean ready() {
    return running && stoppedPartitions.isEmpty();
  }
}
