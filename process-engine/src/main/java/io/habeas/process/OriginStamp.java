package io.habeas.process;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Notes a record's origin before it is repartitioned; its key and value stay byte for byte. */
final class OriginStamp extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

  @Override
  public void process(Record<byte[], byte[]> message) {
    RecordMetadata written = context().recordMetadata().orElseThrow();
    new Origin(written.topic(), written.partition(), written.offset()).stamp(message.headers());
    context().forward(message);
  }
}
