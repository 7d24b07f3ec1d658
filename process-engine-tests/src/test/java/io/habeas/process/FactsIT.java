package io.habeas.process;

import static io.habeas.process.StoreGate.STORE;
import static io.habeas.process.StoreGate.fit;
import static io.habeas.process.StoreGate.placed;
import static io.habeas.process.StoreGate.released;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.StoreGate.Topology;
import io.habeas.schemas.Topic;
import io.habeas.schemas.avro.StoreHoldEnded;
import io.habeas.schemas.avro.StoreHoldEventRecord;
import io.habeas.schemas.avro.StoreHoldInForce;
import io.habeas.testkit.platform.KafkaPlatform;
import io.habeas.testkit.platform.TopicClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** Facts in every partition of a real broker, restarts and rebalancing between them. */
class FactsIT {
  @RegisterExtension static final KafkaPlatform kafka = KafkaPlatform.shared();

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final UUID HOLD = UUID.randomUUID();

  @TempDir Path state;
  @TempDir Path otherState;

  private final String name = "it-" + UUID.randomUUID();
  private final Topology topology = Topology.named(name);
  private final List<String> early = requests("early");
  private final List<String> late = requests("late");
  private TopicClient topics;

  @BeforeEach
  void createTopics() {
    topics = kafka.client();
    topics.create(topology.all());
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void shouldKnowInEveryPartitionAndAcknowledgeOnceWhateverIsRestartedOrLost() throws IOException {
    // given
    everywhere(topology.roster(), STORE, fit(STORE));
    try (var running = start(state, "1")) {
      assertThat(running.runner().name()).isEqualTo(name);
      accept(early);
      await().atMost(LIMIT).untilAsserted(() -> assertThat(asked()).containsAll(early));

      // when
      everywhere(topology.holds(), HOLD.toString(), placed(HOLD));
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> assertThat(acknowledged(StoreHoldInForce.class)).containsExactly(all()));
      accept(late);
    }

    // then
    assertThat(tooLate()).isEqualTo(early.size());

    // when
    FileSystemUtils.deleteRecursively(state);
    try (var restored = start(state, "1");
        var joining = start(otherState, "2")) {
      await()
          .atMost(LIMIT)
          .until(() -> restored.runner().health().ready() && joining.runner().health().ready());
      everywhere(topology.holds(), HOLD.toString(), placed(HOLD));
      everywhere(topology.holds(), HOLD.toString(), released(HOLD));
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> assertThat(acknowledged(StoreHoldEnded.class)).containsExactly(all()));
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(asked()).hasSize(early.size() + late.size()));
    }

    // then
    assertThat(asked())
        .as("everybody once")
        .containsAll(early)
        .containsAll(late)
        .hasSize(early.size() + late.size());
    assertThat(acknowledged(StoreHoldInForce.class)).containsExactly(all());
    assertThat(askedBeforeRelease()).isEqualTo(early.size());
    assertThat(topics.records(topology.announcements().name()))
        .as("what is said everywhere is in every partition")
        .extracting(ConsumerRecord::partition)
        .hasSize((early.size() + late.size()) * topology.announcements().partitions());
  }

  /** Requests that were asked about before the partition in which they are was released. */
  private long askedBeforeRelease() {
    Instant released =
        topics.read(topology.acknowledgements()).stream()
            .map(Keyed::value)
            .filter(event -> event.getPayload() instanceof StoreHoldInForce)
            .map(StoreHoldEventRecord::getRecordedAt)
            .max(Instant::compareTo)
            .orElseThrow();
    return topics.records(topology.tasks().name()).stream()
        .filter(task -> !Instant.ofEpochMilli(task.timestamp()).isAfter(released))
        .count();
  }

  private FanOutOnABroker start(Path directory, String instance) {
    return FanOutOnABroker.start(
        StoreGate.over(topology),
        new FanOutOnABroker.Options(
            kafka.bootstrapServers(),
            kafka.registryUrl(),
            directory,
            Duration.ofMillis(100),
            Duration.ofMillis(500)),
        "store-gate-" + instance);
  }

  private <R extends SpecificRecord> void everywhere(Topic<R> topic, String key, R value) {
    for (int partition = 0; partition < topic.partitions(); partition++) {
      topics.send(
          topic.name(), partition, key.getBytes(UTF_8), topics.wire().encode(topic.name(), value));
    }
  }

  private void accept(List<String> requests) {
    topics.sendAll(
        topology.requests(),
        requests.stream().collect(toMap(Function.identity(), FanOut::accepted)));
  }

  private List<String> requests(String which) {
    return IntStream.range(0, 40).mapToObj(i -> FanOut.id(name + which + i)).toList();
  }

  private List<String> asked() {
    return topics.read(topology.tasks()).stream().map(Keyed::key).toList();
  }

  private List<Integer> acknowledged(Class<?> what) {
    return topics.read(topology.acknowledgements()).stream()
        .map(Keyed::value)
        .filter(event -> what.isInstance(event.getPayload()))
        .map(StoreHoldEventRecord::getPartition)
        .sorted()
        .toList();
  }

  private long tooLate() {
    return topics.read(topology.acknowledgements()).stream()
        .map(event -> event.value().getPayload())
        .mapToLong(payload -> ((StoreHoldInForce) payload).getTooLate())
        .sum();
  }

  private Integer[] all() {
    return IntStream.range(0, topology.holds().partitions()).boxed().toArray(Integer[]::new);
  }
}
