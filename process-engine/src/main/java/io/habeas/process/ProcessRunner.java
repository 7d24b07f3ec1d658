package io.habeas.process;

import io.habeas.schemas.Topic;
import io.habeas.schemas.TopicDirectory;
import io.habeas.schemas.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Runs one process on Kafka Streams. When it fails, it goes back to its last commit and starts
 * again after a pause that grows while failures follow one another.
 *
 * <p>The whole client is started again, not only the thread that failed: a new thread would join
 * the group under a new name while the partitions stay with the old one until its session times
 * out, whereas a new client takes up the lasting name, and with it the partitions, at once.
 */
public final class ProcessRunner implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProcessRunner.class);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);
  private static final Duration UNTIL_TOPICS = Duration.ofMillis(300);

  private final String name;
  private final MeterRegistry meters;
  private final ProcessMonitor monitor;
  private final List<String> inputs;
  private final TopicDirectory topics;
  private final Supplier<KafkaStreams> clients;
  private final RestartPauses pauses = new RestartPauses();
  private final ScheduledExecutorService restarts;
  private volatile @Nullable Client client;
  private boolean restarting;
  private boolean closed;

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
    this.topics = topics;
    this.inputs = process.readDirectly().stream().<String>map(Topic::name).toList();
    this.monitor = new ProcessMonitor(name, meters);
    this.clients =
        () -> {
          makeDirectory(settings.stateDirectory());
          return new KafkaStreams(
              ProcessTopology.of(process, wire, topics, monitor),
              KafkaDefaults.streams(connection, name, settings));
        };
    this.restarts =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("restarts-of-" + name).factory());
  }

  /** Beforehand: clients that make it at the same time take each other for a failure. */
  private static void makeDirectory(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A Streams client and its metrics, which begin and end together. */
  private record Client(KafkaStreams streams, KafkaStreamsMetrics metrics) {
    boolean stop() {
      boolean stopped = streams.close(LONGEST_STOP);
      metrics.close();
      return stopped;
    }
  }

  /**
   * Starts to work; what was left undone is taken up first. While a topic is missing that it reads
   * as it is, it waits: a client that sees one appear in the middle of its first rebalance can fail
   * for good (TopologyException) and keep its stores locked.
   */
  public synchronized void start() {
    if (closed) {
      return;
    }
    Optional<String> missing =
        inputs.stream()
            .filter(topic -> topics.availability(topic) == TopicDirectory.Availability.MISSING)
            .findFirst();
    if (missing.isPresent()) {
      log.info("Process {} waits for topic {}", name, missing.get());
      schedule(this::startOrTryLater, UNTIL_TOPICS);
      return;
    }
    KafkaStreams streams = clients.get();
    var started =
        new Client(streams, new KafkaStreamsMetrics(streams, List.of(Tag.of("process", name))));
    client = started;
    restarting = false;
    streams.setUncaughtExceptionHandler(
        failure -> {
          failed(started, failure);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    started.metrics().bindTo(meters);
    streams.start();
    log.info("Process {} starts", name);
  }

  /** The process' name. */
  public String name() {
    return name;
  }

  /** How the process is now. */
  public ProcessHealth health() {
    Client current = client;
    return monitor.health(
        current == null
            ? ProcessHealth.State.DOWN
            : switch (current.streams().state()) {
              case RUNNING -> ProcessHealth.State.RUNNING;
              case CREATED, REBALANCING -> ProcessHealth.State.REBALANCING;
              case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR -> ProcessHealth.State.DOWN;
            });
  }

  /** Stops after the record at hand; its partitions wait for this instance to come back. */
  @Override
  public void close() {
    Client last = last();
    boolean stopped = last == null || last.stop();
    log.info("Process {} {}", name, stopped ? "stopped" : "did not stop in time");
  }

  /** The client to be stopped, after which there will be no other; null if there is none. */
  private synchronized @Nullable Client last() {
    closed = true;
    restarts.shutdownNow();
    return client;
  }

  /** Runs in the thread that fails; of several that fail together the first one counts. */
  private synchronized void failed(Client failing, Throwable failure) {
    Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
    monitor.failed(root);
    if (closed || restarting || failing != client) {
      return;
    }
    restarting = true;
    Duration pause = pauses.after(Instant.now());
    // Of the failure only its class and place are told: its text may quote what it met.
    log.error(
        "Expected process {} to go on but it failed with {} at {}; it starts again in {}",
        name,
        root.getClass().getName(),
        root.getStackTrace().length == 0 ? "an unknown place" : root.getStackTrace()[0],
        pause);
    schedule(() -> replace(failing), pause);
  }

  private void replace(Client failed) {
    if (!failed.stop()) {
      log.warn("Expected the client of process {} that failed to stop but it has not yet", name);
    }
    startOrTryLater();
  }

  private void startOrTryLater() {
    try {
      start();
    } catch (RuntimeException e) {
      monitor.failed(e);
      Duration pause = pauses.after(Instant.now());
      log.error(
          "Expected process {} to start but it failed with {}; tried again in {}",
          name,
          e.getClass().getName(),
          pause);
      schedule(this::startOrTryLater, pause);
    }
  }

  private synchronized void schedule(Runnable restart, Duration pause) {
    if (!closed) {
      var unused = restarts.schedule(restart, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
