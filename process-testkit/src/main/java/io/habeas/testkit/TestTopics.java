package io.habeas.testkit;

import io.habeas.schemas.TopicDirectory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A directory in which every topic can be written but for those that a test takes away. */
public final class TestTopics implements TopicDirectory {
  private final Map<String, Availability> exceptions = new ConcurrentHashMap<>();

  /** From now on {@code topic} is missing. */
  public void missing(String topic) {
    exceptions.put(topic, Availability.MISSING);
  }

  /** From now on {@code topic} must not be written. */
  public void forbidden(String topic) {
    exceptions.put(topic, Availability.FORBIDDEN);
  }

  /** From now on {@code topic} can be written again. */
  public void writable(String topic) {
    exceptions.remove(topic);
  }

  @Override
  public Availability availability(String topic) {
    return exceptions.getOrDefault(topic, Availability.WRITABLE);
  }
}
