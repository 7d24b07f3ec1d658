package io.habeas.process;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Connects one task of Kafka Streams with its {@link ProcessTask}. */
final class PolicyProcessor implements Processor<byte[], byte[], byte[], Outgoing> {
  private static final Duration PUNCTUATION = Duration.ofMillis(250);

  private final Function<ProcessorContext<byte[], Outgoing>, ProcessTask<?, ?, ?>> tasks;
  private @Nullable ProcessorContext<byte[], Outgoing> context;
  private @Nullable ProcessTask<?, ?, ?> task;

  /**
   * @param tasks makes the task of a context whose stores are restored
   */
  PolicyProcessor(Function<ProcessorContext<byte[], Outgoing>, ProcessTask<?, ?, ?>> tasks) {
    this.tasks = tasks;
  }

  @Override
  public void init(ProcessorContext<byte[], Outgoing> restored) {
    context = restored;
    restored.schedule(
        PUNCTUATION,
        PunctuationType.WALL_CLOCK_TIME,
        now -> task().punctuate(Instant.ofEpochMilli(now)));
  }

  @Override
  public void process(Record<byte[], byte[]> message) {
    ProcessTask<?, ?, ?> current = task();
    RecordMetadata written = context().recordMetadata().orElseThrow();
    String repartitioned = ProcessTopology.repartitionTopic(context().applicationId());
    current.arrived(
        written.topic().equals(repartitioned)
            ? Arrival.repartitioned(message)
            : Arrival.direct(message, written));
  }

  @Override
  public void close() {
    if (task != null) {
      task.close();
      // A task that is corrupted is closed and begins again on the same processor: with what is
      // stored by then, and with nothing that was only in memory.
      task = null;
    }
  }

  private ProcessTask<?, ?, ?> task() {
    ProcessTask<?, ?, ?> current = task;
    if (current == null) {
      current = tasks.apply(context());
      task = current;
    }
    return current;
  }

  private ProcessorContext<byte[], Outgoing> context() {
    if (context == null) {
      throw new IllegalStateException("Expected an initialised processor but it is not");
    }
    return context;
  }
}
