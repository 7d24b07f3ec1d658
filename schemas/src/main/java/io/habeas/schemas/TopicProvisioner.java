package io.habeas.schemas;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Brings topics of the catalogue into being and refuses to work with ones that differ from it.
 * Idempotent.
 */
public final class TopicProvisioner {
  private final Admin admin;
  private final short replicationFactor;

  /**
   * @param admin stays the caller's to close
   * @param replicationFactor of topics created here; -1 for the broker's default
   */
  public TopicProvisioner(Admin admin, short replicationFactor) {
    this.admin = admin;
    this.replicationFactor = replicationFactor;
  }

  /**
   * Creates those of {@code topics} that are missing, then {@linkplain #check checks} all.
   *
   * @throws TopicMismatch if one differs from the catalogue
   * @throws IllegalStateException if one cannot be created or the broker does not answer
   */
  public void ensure(Collection<Topic<?>> topics) {
    // Whoever may write a topic need not be allowed to create one that is there already.
    Set<String> existing = describe(topics).keySet();
    List<NewTopic> wanted =
        topics.stream()
            .filter(topic -> !existing.contains(topic.name()))
            .map(
                topic ->
                    new NewTopic(topic.name(), topic.partitions(), replicationFactor)
                        .configs(configurationOf(topic)))
            .toList();
    admin
        .createTopics(wanted)
        .values()
        .forEach(
            (name, created) -> {
              try {
                created.get();
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                  throw new IllegalStateException(
                      "Expected to create topic " + name + " but the broker refused", e.getCause());
                }
              } catch (InterruptedException e) {
                throw interrupted(e);
              }
            });
    check(topics);
  }

  /**
   * Compares those of {@code topics} that exist with the catalogue; one that is missing is not an
   * error here.
   *
   * @throws TopicMismatch naming the first topic that differs, and how
   * @throws IllegalStateException if the broker does not answer
   */
  public void check(Collection<Topic<?>> topics) {
    Map<String, TopicDescription> existing = describe(topics);
    Map<ConfigResource, Config> configurations = configurations(existing.keySet());
    for (Topic<?> topic : topics) {
      TopicDescription description = existing.get(topic.name());
      if (description != null) {
        expect(topic, "partitions", topic.partitions(), description.partitions().size());
        Config actual = requireNonNull(configurations.get(resource(topic.name())));
        configurationOf(topic)
            .forEach((key, value) -> expect(topic, key, value, valueOf(actual, key)));
      }
    }
  }

  private static Map<String, String> configurationOf(Topic<?> topic) {
    String retention = String.valueOf(topic.retention().toMillis());
    return switch (topic.cleanup()) {
      case DELETE ->
          Map.of(
              TopicConfig.CLEANUP_POLICY_CONFIG,
              TopicConfig.CLEANUP_POLICY_DELETE,
              TopicConfig.RETENTION_MS_CONFIG,
              retention);
      case COMPACT ->
          Map.of(
              TopicConfig.CLEANUP_POLICY_CONFIG,
              TopicConfig.CLEANUP_POLICY_COMPACT,
              TopicConfig.DELETE_RETENTION_MS_CONFIG,
              retention);
    };
  }

  private Map<String, TopicDescription> describe(Collection<Topic<?>> topics) {
    Map<String, TopicDescription> found = new TreeMap<>();
    admin
        .describeTopics(topics.stream().map(Topic::name).toList())
        .topicNameValues()
        .forEach(
            (name, description) -> {
              try {
                found.put(name, description.get());
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                  throw new IllegalStateException(
                      "Expected the broker to describe topic " + name + " but it refused",
                      e.getCause());
                }
              } catch (InterruptedException e) {
                throw interrupted(e);
              }
            });
    return found;
  }

  private Map<ConfigResource, Config> configurations(Collection<String> names) {
    try {
      return admin
          .describeConfigs(
              names.stream().map(TopicProvisioner::resource).collect(Collectors.toSet()))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Expected the broker to describe its topics' configuration but it refused", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static String valueOf(Config config, String key) {
    return config.get(key).value();
  }

  private static void expect(Topic<?> topic, String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new TopicMismatch(
          "Expected topic %s with %s=%s but the broker has %s"
              .formatted(topic.name(), what, expected, actual));
    }
  }

  /**
   * A topic is not as the catalogue has it: to work with it would mean to lose or to misplace
   * messages.
   */
  public static final class TopicMismatch extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    TopicMismatch(String message) {
      super(message);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Expected to finish with the topics but was interrupted", e);
  }
}
