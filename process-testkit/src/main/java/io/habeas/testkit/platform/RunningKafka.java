package io.habeas.testkit.platform;

import io.habeas.platform.EmbeddedKafka;
import io.habeas.platform.EmbeddedRegistry;
import io.habeas.platform.TopicRights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** A broker and a registry on a temporary directory. The registry is always the embedded one. */
record RunningKafka(
    String bootstrapServers, AutoCloseable broker, EmbeddedRegistry registry, Path directory)
    implements AutoCloseable {

  private static final String IMAGE = "apache/kafka";
  private static final String AUTHORIZER =
      "org.apache.kafka.metadata.authorizer.StandardAuthorizer";

  static RunningKafka start() {
    try {
      Path directory = Files.createTempDirectory("habeas-tests-");
      CompletableFuture<EmbeddedRegistry> registry =
          CompletableFuture.supplyAsync(
              () ->
                  EmbeddedRegistry.start(
                      new EmbeddedRegistry.Options(directory.resolve("schemas"), 0)));
      String choice = System.getProperty("kafka.tests", "embedded");
      return switch (choice) {
        case "embedded" -> embedded(directory, registry);
        case "containers" -> container(directory, registry);
        default ->
            throw new IllegalArgumentException(
                "Expected -Dkafka.tests=embedded or containers but got " + choice);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String registryUrl() {
    return registry.url();
  }

  String confluentRegistryUrl() {
    return registry.confluentUrl();
  }

  TopicRights rights() {
    return new TopicRights(bootstrapServers);
  }

  @Override
  public void close() throws Exception {
    try {
      registry.close();
      broker.close();
    } finally {
      try (Stream<Path> paths = Files.walk(directory)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static RunningKafka embedded(
      Path directory, CompletableFuture<EmbeddedRegistry> registry) {
    EmbeddedKafka kafka =
        EmbeddedKafka.start(new EmbeddedKafka.Options(directory.resolve("messages"), 0));
    return new RunningKafka(kafka.bootstrapServers(), kafka, registry.join(), directory);
  }

  private static RunningKafka container(
      Path directory, CompletableFuture<EmbeddedRegistry> registry) {
    DockerImageName image =
        DockerImageName.parse(System.getProperty("kafka.tests.image", IMAGE))
            .asCompatibleSubstituteFor(IMAGE);
    KafkaContainer container =
        new KafkaContainer(image)
            .withEnv(
                Map.of(
                    "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false",
                    "KAFKA_AUTHORIZER_CLASS_NAME", AUTHORIZER,
                    "KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND", "true"));
    container.start();
    return new RunningKafka(container.getBootstrapServers(), container, registry.join(), directory);
  }
}
