package io.habeas.process;

import io.habeas.process.ProcessDefinition.Outbound;
import io.habeas.process.header.CloudEvents;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.Topic;
import io.habeas.schemas.TopicDirectory;
import io.habeas.schemas.TopicDirectory.Availability;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.DeadLetter;
import io.habeas.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Writes records of one task, within its transaction and only to topics that can be written. */
final class Forwarder {
  private final ProcessorContext<byte[], Outgoing> context;
  private final String process;
  private final Wire wire;
  private final TopicDirectory topics;
  private final ProcessMonitor monitor;

  Forwarder(
      ProcessorContext<byte[], Outgoing> context,
      String process,
      Wire wire,
      TopicDirectory topics,
      ProcessMonitor monitor) {
    this.context = context;
    this.process = process;
    this.wire = wire;
    this.topics = topics;
    this.monitor = monitor;
  }

  /** What a record follows from: an id that is the same at every retry, and the trace to go on. */
  record Cause(String id, @Nullable TraceParent trace) {}

  /** A record that is ready to leave. */
  record Addressed(Record<byte[], Outgoing> message) {}

  Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  /** Encodes without effect. */
  List<Addressed> address(List<Outbound<?>> outbound, Cause cause, Instant now) {
    List<Addressed> addressed = new ArrayList<>(outbound.size());
    for (Outbound<?> command : outbound) {
      addressed.add(
          address(
              command.topic(),
              command.key().getBytes(StandardCharsets.UTF_8),
              command.value(),
              command.everywhere(),
              new Cause(cause.id() + "#" + addressed.size(), cause.trace()),
              now));
    }
    return addressed;
  }

  void forward(Addressed command) {
    context.forward(command.message());
    monitor.command(command.message().value().topic());
  }

  /** Whether the dead letter could be written. */
  boolean deadLetter(Arrival arrival, String errorClass, Instant now) {
    Origin origin = arrival.origin();
    String topic = Topics.deadLetters(origin.topic(), process).name();
    boolean writable = topics.availability(topic) == Availability.WRITABLE;
    if (writable) {
      DeadLetter letter =
          DeadLetters.of(
              origin.topic(),
              origin.partition(),
              origin.offset(),
              arrival.value(),
              errorClass,
              now);
      Cause cause = new Cause(origin.toString(), arrival.trace());
      context.forward(
          address(Topics.deadLetters(origin.topic(), process), null, letter, false, cause, now)
              .message());
    }
    monitor.deadLetter(origin.topic(), writable);
    return writable;
  }

  // Kafka takes a null key for a record that belongs to no partition in particular.
  @SuppressWarnings("NullAway")
  private Addressed address(
      Topic<?> topic,
      byte @Nullable [] key,
      @Nullable SpecificRecord value,
      boolean everywhere,
      Cause cause,
      Instant now) {
    Headers headers = new RecordHeaders();
    String type = value == null ? topic.type().getName() : CloudEvents.typeOf(value);
    CloudEvents.describe(headers, process, cause.id(), type, now, cause.trace());
    return new Addressed(
        new Record<>(
            key,
            new Outgoing(
                topic.name(), value == null ? null : wire.encode(topic.name(), value), everywhere),
            now.toEpochMilli(),
            headers));
  }
}
