package io.habeas.benchmarks.saga;

import io.habeas.process.KafkaConnection;
import io.habeas.process.KafkaDefaults;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The settings of the benchmark's own clients: those of every client of Habeas, but for batches as
 * large as somebody would have them who wants throughput, and for patience. The orchestrator's
 * clients are not touched.
 */
final class Clients {
  private static final int LINGER_MILLIS = 5;
  private static final int BATCH_BYTES = 128 * 1024;
  private static final int RECORDS_PER_POLL = 5_000;

  private Clients() {}

  static Map<String, Object> producer(KafkaConnection connection) {
    Map<String, Object> settings = new HashMap<>(KafkaDefaults.producer(connection));
    settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    // The raw figure must not suffer from a caution that stream clients do not take either.
    settings.remove(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION);
    // A service is to notice soon that a topic is away; this is to wait, however slow the disk is.
    settings.remove(ProducerConfig.MAX_BLOCK_MS_CONFIG);
    settings.remove(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
    settings.remove(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
    return settings;
  }

  static Map<String, Object> consumer(KafkaConnection connection, String group) {
    Map<String, Object> settings = new HashMap<>(KafkaDefaults.consumer(connection, group));
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL);
    return settings;
  }
}
