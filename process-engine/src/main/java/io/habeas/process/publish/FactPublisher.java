package io.habeas.process.publish;

import io.habeas.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;

/**
 * States facts outside of a process: records of which every partition has a copy. Stating the same
 * again is harmless.
 */
public interface FactPublisher {

  /**
   * Writes {@code value} to every partition of {@code topic} and returns once every in-sync replica
   * has all of them; blocks for some seconds at most.
   *
   * @throws PublishFailed if some partitions may not have it; try again, or these never will
   */
  <R extends SpecificRecord> void state(Topic<R> topic, String key, R value);
}
