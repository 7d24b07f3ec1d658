package io.habeas.process.publish;

import io.habeas.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes records outside of a process, for services that keep their state elsewhere. Writing the
 * same record again is harmless: it has the same CloudEvents id, and every reader ignores repeats.
 */
public interface RecordPublisher {

  /**
   * Writes {@code value} and returns once every in-sync replica has it; blocks for some seconds at
   * most. The calling thread's {@link io.habeas.process.header.TraceParent trace} is carried on, or
   * a new one begins.
   *
   * @param key null only for topics whose records are unrelated
   * @throws PublishFailed if it may not have been written; try again
   */
  <R extends SpecificRecord> void publish(Topic<R> topic, @Nullable String key, R value);

  /**
   * Begins to write {@code value}. Records that one thread begins with the same key are written in
   * that order.
   *
   * @return what to wait for
   * @throws PublishFailed if it may not have been written; try again
   */
  default <R extends SpecificRecord> Pending begin(Topic<R> topic, @Nullable String key, R value) {
    publish(topic, key, value);
    return () -> {};
  }

  /** A record that is being written. */
  @FunctionalInterface
  interface Pending {
    /**
     * Returns once every in-sync replica has it.
     *
     * @throws PublishFailed if it may not have been written; try again
     */
    void await();
  }
}
