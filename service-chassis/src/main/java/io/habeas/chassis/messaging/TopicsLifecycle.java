package io.habeas.chassis.messaging;

import io.habeas.schemas.Topic;
import io.habeas.schemas.TopicProvisioner;
import io.habeas.schemas.TopicProvisioner.TopicMismatch;
import io.habeas.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/**
 * Before anything listens or writes: the service's own topics exist, and every topic it uses is as
 * the catalogue has it. A broker that does not answer is asked again for a while; a mismatch
 * refuses to start at once.
 */
final class TopicsLifecycle implements SmartLifecycle {
  /** Before everything that listens, and before the web server (which starts near the end). */
  static final int PHASE = 0;

  private final TopicProvisioner provisioner;
  private final List<ServiceTopics> topics;
  private final String service;
  private final RetryTemplate patience =
      new RetryTemplate(
          RetryPolicy.builder()
              .maxRetries(8)
              .delay(Duration.ofSeconds(1))
              .multiplier(1.5)
              .maxDelay(Duration.ofSeconds(10))
              .excludes(TopicMismatch.class)
              .build());
  private volatile boolean running;

  TopicsLifecycle(TopicProvisioner provisioner, List<ServiceTopics> topics, String service) {
    this.provisioner = provisioner;
    this.topics = List.copyOf(topics);
    this.service = service;
  }

  @Override
  public void start() {
    List<Topic<?>> own =
        topics.stream()
            .flatMap(
                t ->
                    Stream.<Topic<?>>concat(
                        t.writes().stream(),
                        t.reads().stream().map(read -> Topics.deadLetters(read.name(), service))))
            .distinct()
            .toList();
    List<Topic<?>> others = topics.stream().flatMap(t -> t.reads().stream()).distinct().toList();
    try {
      patience.execute(
          () -> {
            provisioner.ensure(own);
            provisioner.check(others);
            return service;
          });
    } catch (RetryException e) {
      throw new IllegalStateException(
          e.getCause() instanceof TopicMismatch mismatch
              ? mismatch.getMessage()
              : "Expected Kafka to say which topics exist but it did not answer",
          e.getCause());
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
