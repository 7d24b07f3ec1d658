package io.habeas.benchmarks.saga;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.habeas.platform.EmbeddedKafka;
import io.habeas.platform.EmbeddedRegistry;
import io.habeas.process.KafkaConnection;
import io.habeas.schemas.Topic;
import io.habeas.schemas.TopicProvisioner;
import io.habeas.schemas.Topics;
import io.habeas.schemas.wire.RegistryWire;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that runs while something is measured: servers, orchestrator, participants, load. */
final class Stage implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Stage.class);

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final List<String> participants;
  private final InFlight inFlight = new InFlight();
  private final KafkaConnection connection;
  private final RegistryWire wire;
  private final Admin admin;
  private final Requests requests;

  private Stage(Path directory, List<String> participants, int threads) {
    this.participants = participants;
    try {
      EmbeddedKafka kafka =
          keep(EmbeddedKafka.start(new EmbeddedKafka.Options(directory.resolve("kafka"), 0)));
      EmbeddedRegistry registry =
          keep(
              EmbeddedRegistry.start(
                  new EmbeddedRegistry.Options(directory.resolve("registry"), 0)));
      connection = new KafkaConnection(kafka.bootstrapServers(), Map.of());
      wire = keep(new RegistryWire(registry.url(), Map.of()));
      admin = keep(Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers())));
      new TopicProvisioner(admin, (short) -1).ensure(topicsOfOthers());
      keep(
          Orchestrator.start(
              kafka.bootstrapServers(),
              registry.url(),
              directory.resolve("state"),
              participants,
              threads));
      for (String participant : participants) {
        keep(NoOpParticipant.start(participant, connection, wire));
      }
      keep(OpenGate.start(participants, connection, wire));
      keep(
          TopicReader.start(
              Clients.consumer(connection, "completions"),
              Topics.ERASURE_EVENTS.name(),
              event -> {
                if (Outcomes.isCompletion(event)) {
                  inFlight.completed(new String(event.key(), UTF_8));
                }
              }));
      requests = keep(new Requests(connection, wire, inFlight));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts everything.
   *
   * @param directory where servers and orchestrator keep what they write
   * @param threads stream threads of the orchestrator
   */
  static Stage start(Path directory, List<String> participants, int threads) {
    return new Stage(directory, participants, threads);
  }

  Requests requests() {
    return requests;
  }

  InFlight inFlight() {
    return inFlight;
  }

  WrittenRecords writtenRecords() throws ExecutionException, InterruptedException {
    return WrittenRecords.count(admin, participants);
  }

  /** Records per second through the broker while nothing else is asked of it. */
  double rawRecordsPerSecond(int records) throws ExecutionException, InterruptedException {
    return new RawLog(connection, wire).measure(admin, records);
  }

  Outcomes outcomes() {
    return Outcomes.read(connection, wire, requests.written(), participants.size());
  }

  @Override
  public void close() {
    while (!running.isEmpty()) {
      AutoCloseable last = running.removeLast();
      try {
        last.close();
      } catch (Exception e) {
        log.warn("Expected {} to stop but it failed", last.getClass().getSimpleName(), e);
      }
    }
  }

  /** Those that the orchestrator does not create because others write them. */
  private List<Topic<?>> topicsOfOthers() {
    List<Topic<?>> topics =
        new ArrayList<>(
            List.of(Topics.REQUESTS, Topics.IDENTITY, Topics.DECISIONS, Topics.STORE_HOLDS));
    for (String participant : participants) {
      topics.add(Topics.replies(participant));
      topics.add(Topics.declarations(participant));
    }
    return topics;
  }

  private <T extends AutoCloseable> T keep(T started) {
    running.addLast(started);
    return started;
  }
}
