package io.habeas.process;

import io.habeas.schemas.TopicDirectory;
import io.habeas.schemas.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one process on Kafka Streams. */
public final class ProcessRunner implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProcessRunner.class);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

  private final String name;
  private final MeterRegistry meters;
  private final ProcessMonitor monitor;
  private final ThreadReplacement replacement;
  private final KafkaStreams streams;
  private final KafkaStreamsMetrics streamsMetrics;

  /**
   * @param topics tells which topics can be written; stays the caller's to close
   */
  public ProcessRunner(
      ProcessDefinition<?, ?, ?> process,
      KafkaConnection connection,
      ProcessSettings settings,
      Wire wire,
      TopicDirectory topics,
      MeterRegistry meters) {
    this.name = process.name();
    this.meters = meters;
    this.monitor = new ProcessMonitor(name, meters);
    this.replacement = new ThreadReplacement(monitor, InstantSource.system());
    this.streams =
        new KafkaStreams(
            ProcessTopology.of(process, wire, topics, monitor),
            KafkaDefaults.streams(connection, name, settings));
    streams.setUncaughtExceptionHandler(replacement);
    this.streamsMetrics = new KafkaStreamsMetrics(streams, List.of(Tag.of("process", name)));
  }

  /** Starts to work; what was left undone is taken up first. */
  public void start() {
    streamsMetrics.bindTo(meters);
    streams.start();
    log.info("Process {} starts", name);
  }

  /** The process' name. */
  public String name() {
    return name;
  }

  /** How the process is now. */
  public ProcessHealth health() {
    return monitor.health(
        switch (streams.state()) {
          case RUNNING -> ProcessHealth.State.RUNNING;
          case CREATED, REBALANCING -> ProcessHealth.State.REBALANCING;
          case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR -> ProcessHealth.State.DOWN;
        });
  }

  /** Stops after the record at hand; its partitions wait for this instance to come back. */
  @Override
  public void close() {
    replacement.close();
    boolean stopped = streams.close(LONGEST_STOP);
    streamsMetrics.close();
    log.info("Process {} {}", name, stopped ? "stopped" : "did not stop in time");
  }
}
