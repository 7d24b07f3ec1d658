package io.habeas.benchmarks.saga;

import io.habeas.platform.EmbeddedKafka;
import io.habeas.platform.EmbeddedRegistry;
import io.habeas.process.KafkaConnection;
import io.habeas.schemas.Topic;
import io.habeas.schemas.TopicProvisioner;
import io.habeas.schemas.Topics;
import io.habeas.schemas.wire.RegistryWire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that runs while something is measured: servers, orchestrator, participants, load.
 *
 * @param <O> the orchestrator, in whichever way it was started
 */
final class Stage<O extends AutoCloseable> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Stage.class);

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final List<String> participants;
  private final KafkaConnection connection;
  private final RegistryWire wire;
  private final Events events;
  private final Admin admin;
  private final Requests requests;
  private final O orchestrator;

  private Stage(Path directory, List<String> participants, Function<Where, O> orchestrator) {
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
      events = new Events(wire);
      admin = keep(Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers())));
      new TopicProvisioner(admin, (short) -1).ensure(topics());
      this.orchestrator =
          keep(
              orchestrator.apply(
                  new Where(
                      kafka.bootstrapServers(),
                      registry.url(),
                      directory.resolve("state"),
                      participants)));
      for (String participant : participants) {
        keep(NoOpParticipant.start(participant, connection, wire));
      }
      keep(OpenGate.start(participants, connection, wire));
      keep(
          TopicReader.start(
              Clients.consumer(connection, "events"), Topics.ERASURE_EVENTS.name(), events::heard));
      requests = writer(events.inFlight());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Where an orchestrator finds what it needs, and who takes part. */
  record Where(String bootstrapServers, String registryUrl, Path state, List<String> participants) {
    Where {
      participants = List.copyOf(participants);
    }

    /**
     * What an orchestrator is told here.
     *
     * @param threads its stream threads
     */
    Orchestrator.Options options(int threads, Duration coolingOff) {
      return new Orchestrator.Options(
          bootstrapServers, registryUrl, state, participants, threads, coolingOff);
    }
  }

  /**
   * Starts everything.
   *
   * @param directory where servers and orchestrator keep what they write
   * @param orchestrator starts it; closed with all the others
   */
  static <O extends AutoCloseable> Stage<O> start(
      Path directory, List<String> participants, Function<Where, O> orchestrator) {
    return new Stage<>(directory, participants, orchestrator);
  }

  Requests requests() {
    return requests;
  }

  /** Others, of which {@code inFlight} is told; closed with everything. */
  Requests writer(InFlight inFlight) {
    return keep(new Requests(connection, wire, inFlight));
  }

  O orchestrator() {
    return orchestrator;
  }

  Events events() {
    return events;
  }

  WrittenRecords writtenRecords() throws ExecutionException, InterruptedException {
    return WrittenRecords.count(admin, participants);
  }

  /** Records per second through the broker while nothing else is asked of it. */
  double rawRecordsPerSecond(int records) throws ExecutionException, InterruptedException {
    return new RawLog(connection, wire).measure(admin, records);
  }

  /** What became of all that were to be carried through. */
  Outcomes outcomes(List<UUID> all) {
    return Outcomes.read(connection, wire, all, participants.size());
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

  private List<Topic<?>> topics() {
    List<Topic<?>> topics =
        new ArrayList<>(
            List.of(
                Topics.REQUESTS,
                Topics.IDENTITY,
                Topics.DECISIONS,
                Topics.STORE_HOLDS,
                Topics.ERASURE_EVENTS));
    for (String participant : participants) {
      topics.add(Topics.erasureTasks(participant));
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
