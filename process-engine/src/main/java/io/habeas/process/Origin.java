package io.habeas.process;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;

/** Where a record was first written, which tells who wrote it. */
record Origin(String topic, int partition, long offset) {
  private static final String HEADER = "habeas-origin";

  /** Notes this origin in {@code headers}, replacing whatever the writer may have put there. */
  void stamp(Headers headers) {
    headers.remove(HEADER);
    headers.add(HEADER, (partition + ":" + offset + ":" + topic).getBytes(StandardCharsets.UTF_8));
  }

  /** What {@link #stamp} noted; to be trusted only on a topic that this process alone writes. */
  static Origin noted(Headers headers) {
    String[] parts =
        new String(headers.lastHeader(HEADER).value(), StandardCharsets.UTF_8).split(":", 3);
    return new Origin(parts[2], Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
  }

  String topicPartition() {
    return topic + "-" + partition;
  }

  @Override
  public String toString() {
    return topicPartition() + "@" + offset;
  }
}
