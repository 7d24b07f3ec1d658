package io.habeas.process;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * An encoded value on its way to {@code topic}: to the partition of its key, or to every one.
 *
 * @param value null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Outgoing(String topic, byte @Nullable [] value, boolean everywhere) {
  static final Serde<Outgoing> SERDE =
      Serdes.serdeFrom(
          (sink, outgoing) -> outgoing.value(),
          (sink, bytes) -> {
            throw new UnsupportedOperationException("Expected to write only but was asked to read");
          });
}
