package io.habeas.schemas;

/**
 * Knows which topics can be written, so that nobody forwards to one that cannot. Never blocks for
 * long.
 */
public interface TopicDirectory {

  /**
   * What is known about {@code topic} at present; never older than a few seconds while the broker
   * answers.
   */
  Availability availability(String topic);

  /** Whether a topic can be written by this service's principal. */
  enum Availability {
    WRITABLE,
    MISSING,
    FORBIDDEN
  }
}
