package io.habeas.testkit.platform;

import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Gives an integration test a real broker and schema registry:
 *
 * <pre>{@code
 * @RegisterExtension static final KafkaPlatform kafka = KafkaPlatform.shared();
 * }</pre>
 *
 * <p>Started once per test JVM, by the first test class that asks, and closed at its end. Topics of
 * one test are there for the next: name them differently, or delete them.
 *
 * <p>{@code -Dkafka.tests=containers} takes a broker in a container ({@code -Dkafka.tests.image=},
 * by default {@code apache/kafka}), which needs Docker. The default is {@code embedded}.
 */
public final class KafkaPlatform implements BeforeAllCallback {

  private static final Namespace NAMESPACE = Namespace.create(KafkaPlatform.class);
  private static final KafkaPlatform SHARED = new KafkaPlatform();

  private volatile Optional<RunningKafka> running = Optional.empty();

  private KafkaPlatform() {}

  /** The one of this JVM. */
  public static KafkaPlatform shared() {
    return SHARED;
  }

  /** JUnit closes what is in the root store when the last test is over. */
  @Override
  public void beforeAll(ExtensionContext context) {
    running =
        Optional.of(
            context
                .getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(
                    RunningKafka.class, key -> RunningKafka.start(), RunningKafka.class));
  }

  /** Where clients connect, {@code host:port}. */
  public String bootstrapServers() {
    return running().bootstrapServers();
  }

  /** The registry's own API, for Apicurio's serde. */
  public String registryUrl() {
    return running().registryUrl();
  }

  /** The registry's Confluent API. */
  public String confluentRegistryUrl() {
    return running().confluentRegistryUrl();
  }

  /** A client of the two; the caller's to close. */
  public TopicClient client() {
    return new TopicClient(bootstrapServers(), registryUrl());
  }

  /**
   * Takes the right to write a topic away from every client; reading and describing stay. The topic
   * need not exist.
   */
  public void forbidWriting(String topic) {
    running().rights().forbidWriting(topic);
  }

  /** Gives back what {@link #forbidWriting} took. */
  public void permitWriting(String topic) {
    running().rights().permitWriting(topic);
  }

  private RunningKafka running() {
    return running.orElseThrow(
        () ->
            new IllegalStateException(
                "Expected this to be a registered extension of a running test but it is not"));
  }
}
