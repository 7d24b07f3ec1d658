package io.habeas.process.listener;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/** Which partitions do not get on, and why. Safe for use by several threads. */
final class Partitions {
  private final Map<TopicPartition, Obstacle> obstacles = new ConcurrentHashMap<>();

  private sealed interface Obstacle {
    String reason();

    record Stopped(String reason) implements Obstacle {}

    record Waiting(String reason, long offset, int failures) implements Obstacle {}
  }

  void stopped(TopicPartition partition, String type) {
    obstacles.put(partition, new Obstacle.Stopped(type));
  }

  /** How often the message at {@code offset} has failed now. */
  int failed(TopicPartition partition, long offset, Exception failure) {
    int before =
        obstacles.get(partition) instanceof Obstacle.Waiting waiting && waiting.offset() == offset
            ? waiting.failures()
            : 0;
    obstacles.put(
        partition, new Obstacle.Waiting(failure.getClass().getSimpleName(), offset, before + 1));
    return before + 1;
  }

  void getsOn(TopicPartition partition) {
    obstacles.remove(partition);
  }

  Map<String, String> stopped() {
    return reasons(Obstacle.Stopped.class::isInstance);
  }

  Map<String, String> waiting() {
    return reasons(Obstacle.Waiting.class::isInstance);
  }

  private Map<String, String> reasons(Predicate<Obstacle> kind) {
    Map<String, String> reasons = new TreeMap<>();
    obstacles.forEach(
        (partition, obstacle) -> {
          if (kind.test(obstacle)) {
            reasons.put(partition.toString(), obstacle.reason());
          }
        });
    return reasons;
  }
}
