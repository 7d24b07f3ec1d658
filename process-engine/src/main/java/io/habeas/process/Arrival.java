package io.habeas.process;

import io.habeas.process.header.TraceParent;
import io.habeas.process.held.HeldRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A record as it arrived, and everything that is needed to take it up again later. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Arrival(
    Origin origin, byte @Nullable [] key, byte @Nullable [] value, @Nullable TraceParent trace) {

  static Arrival direct(Record<byte[], byte[]> message, RecordMetadata written) {
    return arrived(message, new Origin(written.topic(), written.partition(), written.offset()));
  }

  static Arrival repartitioned(Record<byte[], byte[]> message) {
    return arrived(message, Origin.noted(message.headers()));
  }

  private static Arrival arrived(Record<byte[], byte[]> message, Origin origin) {
    return new Arrival(
        origin, message.key(), message.value(), TraceParent.in(message.headers()).orElse(null));
  }

  byte[] toBytes() {
    try {
      ByteBuffer encoded =
          new HeldRecord(
                  origin.topic(),
                  origin.partition(),
                  origin.offset(),
                  key == null ? null : ByteBuffer.wrap(key),
                  value == null ? null : ByteBuffer.wrap(value),
                  trace == null ? null : trace.value())
              .toByteBuffer();
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Arrival fromBytes(byte[] bytes) {
    try {
      HeldRecord held = HeldRecord.fromByteBuffer(ByteBuffer.wrap(bytes));
      return new Arrival(
          new Origin(held.getTopic(), held.getPartition(), held.getOffset()),
          held.getKey() == null ? null : held.getKey().array(),
          held.getValue() == null ? null : held.getValue().array(),
          TraceParent.parse(held.getTraceparent()).orElse(null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
