package io.habeas.process;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.testkit.platform.KafkaPlatform;
import io.habeas.testkit.platform.TopicClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.springframework.util.FileSystemUtils;

/** A process that is killed in the middle of a transaction and started again. */
class KilledProcessIT {
  @RegisterExtension static final KafkaPlatform kafka = KafkaPlatform.shared();

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int REQUESTS = 500;

  @TempDir Path state;

  private final String name = "it-" + UUID.randomUUID();
  private final String store = "store-" + name;
  private final Topic<RequestRecord> requests = FanOut.requests(name);
  private TopicClient topics;

  @BeforeEach
  void createTopics() {
    topics = kafka.client();
    topics.create(
        List.of(
            requests, Topics.ERASURE_EVENTS, Topics.erasureTasks(store), Topics.replies(store)));
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void shouldDoEverythingOnceAfterAKillWithOpenTransactions() throws Exception {
    // given
    killInATransaction();

    // when
    try (FanOutOnABroker running = restart()) {
      // then
      shouldHaveAskedOnceAndFinish(running);
    }
    shouldHaveStoredWhatTheChangelogHas();
  }

  @Test
  void shouldDoEverythingOnceAfterAKillThatAlsoCostTheStateDirectory() throws Exception {
    // given
    killInATransaction();
    FileSystemUtils.deleteRecursively(state);

    // when
    try (FanOutOnABroker running = restart()) {
      // then
      shouldHaveAskedOnceAndFinish(running);
    }
    shouldHaveStoredWhatTheChangelogHas();
  }

  private void killInATransaction() throws IOException {
    topics.sendAll(requests, acceptances(0, REQUESTS));
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FanOutOnABroker.class.getName(),
                kafka.bootstrapServers(),
                kafka.registryUrl(),
                state.toString(),
                name,
                store)
            // What it says must not mix with what this JVM tells the build.
            .redirectErrorStream(true)
            .redirectOutput(state.resolveSibling(name + ".log").toFile())
            .start();
    try {
      String tasks = Topics.erasureTasks(store).name();
      await().atMost(LIMIT).until(() -> !topics.records(tasks).isEmpty());
      topics.sendAll(requests, acceptances(REQUESTS, 2 * REQUESTS));
      await().atMost(LIMIT).until(() -> topics.hasOpenTransaction(tasks));
    } finally {
      child.destroyForcibly().onExit().join();
    }
  }

  private FanOutOnABroker restart() {
    return FanOutOnABroker.start(
        FanOut.named(name, FanOut.PATIENCE, List.of(store)),
        new FanOutOnABroker.Options(
            kafka.bootstrapServers(),
            kafka.registryUrl(),
            state,
            Duration.ofMillis(100),
            Duration.ofSeconds(1)));
  }

  private void shouldHaveAskedOnceAndFinish(FanOutOnABroker running) {
    List<String> all = ids(0, 2 * REQUESTS).toList();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(topics.read(Topics.erasureTasks(store)))
                    .extracting(Keyed::key)
                    .containsExactlyInAnyOrderElementsOf(all));
    topics.sendAll(
        Topics.replies(store),
        all.stream()
            .collect(toMap(Function.identity(), id -> FanOut.reply(id, store, 1, Instant.now()))));
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(topics.read(Topics.ERASURE_EVENTS))
                    .extracting(Keyed::key)
                    .filteredOn(all::contains)
                    .containsExactlyInAnyOrderElementsOf(all));
    assertThat(running.runner().health().ready()).isTrue();
  }

  private void shouldHaveStoredWhatTheChangelogHas() throws Exception {
    for (String stored : List.of("states", "wake-ups", "due-times", "held")) {
      Map<String, String> onDisk = onDisk(stored);
      assertThat(onDisk).as(stored).isEqualTo(inChangelog(stored));
      assertThat(onDisk).as(stored).hasSize(stored.equals("states") ? 2 * REQUESTS : 0);
    }
  }

  /** What is in the changelog of a store after compaction: partition and key, and value. */
  private Map<String, String> inChangelog(String stored) {
    Map<String, String> entries = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> message :
        topics.records(name + "-" + stored + "-changelog")) {
      String key = message.partition() + "/" + hex(message.key());
      if (message.value() == null) {
        entries.remove(key);
      } else {
        entries.put(key, hex(message.value()));
      }
    }
    return entries;
  }

  /** What is in a store itself, read without the engine. */
  private Map<String, String> onDisk(String stored) throws IOException, RocksDBException {
    Map<String, String> entries = new TreeMap<>();
    List<Path> databases;
    try (Stream<Path> directories = Files.walk(state)) {
      databases = directories.filter(path -> path.endsWith(Path.of("rocksdb", stored))).toList();
    }
    assertThat(databases).as("databases of " + stored).hasSize(requests.partitions());
    for (Path database : databases) {
      String task = state.relativize(database).getName(1).toString();
      String partition = task.substring(task.indexOf('_') + 1);
      try (Options options = new Options();
          RocksDB opened = RocksDB.openReadOnly(options, database.toString());
          RocksIterator entry = opened.newIterator()) {
        for (entry.seekToFirst(); entry.isValid(); entry.next()) {
          entries.put(partition + "/" + hex(entry.key()), hex(entry.value()));
        }
      }
    }
    return entries;
  }

  private Map<String, RequestRecord> acceptances(int from, int to) {
    return ids(from, to)
        .collect(toMap(Function.identity(), id -> FanOut.accepted(id, Instant.now())));
  }

  private Stream<String> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(number -> FanOut.id(name + "-" + number));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
