package io.habeas.participant.autoconfigure;

import io.habeas.process.listener.Listeners;
import io.habeas.process.probe.Probe;
import io.habeas.schemas.Topic;
import io.habeas.schemas.TopicProvisioner;
import io.habeas.schemas.TopicProvisioner.TopicMismatch;
import io.habeas.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Takes part while the application runs, as soon as Kafka is there and this participant's topics
 * are as the catalogue has them. The application does not wait for that: its own users need not
 * notice that Habeas is away.
 */
final class ParticipantLifecycle implements SmartLifecycle, Probe {
  /** As the heartbeat: after everything that the data holder may stand on. */
  private static final int PHASE = 1;

  private static final Duration BETWEEN = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(ParticipantLifecycle.class);

  private final TopicProvisioner provisioner;
  private final Listeners listeners;
  private final List<Topic<?>> own;
  private final List<Topic<?>> tasks;
  private final ScheduledExecutorService starter =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("habeas-participant").factory());
  private volatile boolean running;
  private volatile String obstacle = "not started";

  ParticipantLifecycle(String participant, TopicProvisioner provisioner, Listeners listeners) {
    this.provisioner = provisioner;
    this.listeners = listeners;
    this.tasks = List.of(Topics.erasureTasks(participant), Topics.exportTasks(participant));
    this.own =
        List.of(
            Topics.replies(participant),
            Topics.declarations(participant),
            Topics.deadLetters(Topics.erasureTasks(participant).name(), participant),
            Topics.deadLetters(Topics.exportTasks(participant).name(), participant));
  }

  @Override
  public void start() {
    running = true;
    starter.execute(this::begin);
  }

  private void begin() {
    try {
      provisioner.ensure(own);
      provisioner.check(tasks);
    } catch (TopicMismatch e) {
      tryAgain(e.getMessage() == null ? "a topic differs" : e.getMessage());
      return;
    } catch (RuntimeException e) {
      // A client that waits for its broker says nothing of use about it.
      tryAgain("Expected Kafka to say which topics exist but it did not answer");
      return;
    }
    synchronized (this) {
      if (running) {
        listeners.start();
        obstacle = "";
        log.info("Takes part: listens to {} and {}", tasks.get(0).name(), tasks.get(1).name());
      }
    }
  }

  private void tryAgain(String why) {
    if (!why.equals(obstacle)) {
      log.error("{}; no task is taken until that is mended", why);
    }
    obstacle = why;
    if (running) {
      var _ = starter.schedule(this::begin, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void stop() {
    starter.shutdownNow();
    synchronized (this) {
      running = false;
      listeners.close();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  @Override
  public String name() {
    return listeners.name();
  }

  @Override
  public Finding check() {
    String why = obstacle;
    return why.isEmpty() ? listeners.check() : new Finding(false, Map.of("reason", why));
  }
}
