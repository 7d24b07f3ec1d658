package io.habeas.schemas;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link TopicDirectory} that asks the broker: at once for a topic it has not met, and for all of
 * them again every few seconds in the background. While the broker does not answer, the last answer
 * stands.
 */
public final class AdminTopicDirectory implements TopicDirectory, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AdminTopicDirectory.class);
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(5);

  private final Admin admin;
  private final Map<String, Availability> known = new ConcurrentHashMap<>();
  private final ScheduledExecutorService refresher =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("topic-directory").factory());

  /**
   * @param admin stays the caller's to close
   * @param refreshEvery how old an answer may become
   */
  public AdminTopicDirectory(Admin admin, Duration refreshEvery) {
    this.admin = admin;
    refresher.scheduleWithFixedDelay(
        this::refresh, refreshEvery.toMillis(), refreshEvery.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Availability availability(String topic) {
    Availability answer = known.get(topic);
    return answer != null ? answer : ask(Set.of(topic)).getOrDefault(topic, Availability.MISSING);
  }

  private void refresh() {
    try {
      ask(Set.copyOf(known.keySet()));
    } catch (RuntimeException e) {
      log.warn(
          "Expected the broker to describe topics but it did not: {}",
          e.getClass().getSimpleName());
    }
  }

  private Map<String, Availability> ask(Set<String> topics) {
    var options =
        new DescribeTopicsOptions()
            .includeAuthorizedOperations(true)
            .timeoutMs((int) FIRST_ANSWER.toMillis());
    admin.describeTopics(List.copyOf(topics), options).topicNameValues().forEach(this::remember);
    return known;
  }

  private void remember(String topic, KafkaFuture<TopicDescription> answer) {
    try {
      Set<AclOperation> allowed = answer.get().authorizedOperations();
      known.put(
          topic,
          allowed == null || allowed.contains(AclOperation.WRITE)
              ? Availability.WRITABLE
              : Availability.FORBIDDEN);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case UnknownTopicOrPartitionException missing -> known.put(topic, Availability.MISSING);
        case InvalidTopicException missing -> known.put(topic, Availability.MISSING);
        case TopicAuthorizationException forbidden -> known.put(topic, Availability.FORBIDDEN);
        case null -> log.warn("Expected the broker to describe topic {} but it did not", topic);
        case Throwable other ->
            log.warn(
                "Expected the broker to describe topic {} but it did not: {}",
                topic,
                other.getClass().getSimpleName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    refresher.shutdownNow();
  }
}
