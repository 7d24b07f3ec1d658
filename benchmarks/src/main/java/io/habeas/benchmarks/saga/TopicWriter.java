package io.habeas.benchmarks.saga;

import io.habeas.process.KafkaConnection;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes without waiting for each record to be acknowledged. */
final class TopicWriter implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  TopicWriter(KafkaConnection connection) {
    this.producer = new KafkaProducer<>(Clients.producer(connection));
  }

  /**
   * Hands a record over to be written.
   *
   * @throws IllegalStateException if an earlier one could not be
   */
  void write(ProducerRecord<byte[], byte[]> record) {
    check();
    var unused =
        producer.send(
            record,
            (metadata, exception) -> {
              if (exception != null) {
                failure.compareAndSet(null, exception);
              }
            });
  }

  /**
   * Waits until all is written.
   *
   * @throws IllegalStateException if a record could not be
   */
  void flush() {
    producer.flush();
    check();
  }

  @Override
  public void close() {
    producer.close();
  }

  private void check() {
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("Expected to write every record but could not", failed);
    }
  }
}
