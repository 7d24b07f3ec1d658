package io.habeas.platform;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apache Kafka, one KRaft node that is broker and controller, in this process. What it acknowledged
 * survives a {@code kill -9}.
 *
 * <p>Clients are not authenticated; rights can still be taken away per topic, see {@link #rights}.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);

  private static final int NODE_ID = 1;

  /** Always the same, so that formatting a formatted directory changes nothing. */
  private static final String CLUSTER_ID = "aGFiZWFzLWVtYmVkZGVkLQ";

  private static final String CONTROLLER_LISTENER = "CONTROLLER";
  private static final String CLIENT_LISTENER = "CLIENT";

  private final DataDirectory directory;
  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private EmbeddedKafka(DataDirectory directory, KafkaRaftServer server, String bootstrapServers) {
    this.directory = directory;
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Where and how the broker runs.
   *
   * @param dataDir the broker's own directory; formatted at the first start
   * @param port the clients' port, 0 for any free one
   */
  public record Options(Path dataDir, int port) {}

  /**
   * Starts the broker and returns when it serves clients.
   *
   * @throws IllegalStateException if the port is taken, the directory is in use, or it fails to
   *     start
   */
  public static EmbeddedKafka start(Options options) {
    DataDirectory directory = DataDirectory.take(options.dataDir());
    try {
      int port = Ports.choose("Kafka", options.port());
      Path logs = directory.path().resolve("log");
      format(logs);
      KafkaRaftServer server =
          new KafkaRaftServer(new KafkaConfig(properties(port, logs), false), Time.SYSTEM);
      try {
        server.startup();
      } catch (RuntimeException e) {
        stop(server);
        throw new IllegalStateException(
            "Expected Kafka to start on port %d but it failed".formatted(port), e);
      }
      log.info("Kafka serves on port {}", port);
      return new EmbeddedKafka(directory, server, Ports.LOOPBACK + ":" + port);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** Where clients connect, {@code host:port}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Who may write which topic. */
  public TopicRights rights() {
    return new TopicRights(bootstrapServers);
  }

  @Override
  public void close() {
    stop(server);
    directory.close();
  }

  private static Map<String, Object> properties(int port, Path logs) {
    int controllerPort = Ports.choose("Kafka's controller", 0);
    String address = "://" + Ports.LOOPBACK + ":";
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", Integer.toString(NODE_ID)),
        Map.entry(
            "controller.quorum.voters", NODE_ID + "@" + Ports.LOOPBACK + ":" + controllerPort),
        Map.entry(
            "listeners",
            CLIENT_LISTENER
                + address
                + port
                + ","
                + CONTROLLER_LISTENER
                + address
                + controllerPort),
        Map.entry("advertised.listeners", CLIENT_LISTENER + address + port),
        Map.entry(
            "listener.security.protocol.map",
            CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT"),
        Map.entry("controller.listener.names", CONTROLLER_LISTENER),
        Map.entry("inter.broker.listener.name", CLIENT_LISTENER),
        Map.entry("log.dirs", logs.toString()),
        // Topics come from the catalogue; a misspelt name must not become one.
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "5"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("transaction.state.log.num.partitions", "5"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        // A killed broker's own session is what its restart waits for.
        Map.entry("broker.session.timeout.ms", "3000"),
        Map.entry("broker.heartbeat.interval.ms", "500"),
        // The default of 128 MiB would be most of this process's heap.
        Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(8 * 1024 * 1024)),
        Map.entry("authorizer.class.name", StandardAuthorizer.class.getName()),
        Map.entry("allow.everyone.if.no.acl.found", "true"));
  }

  private static void format(Path logs) {
    try {
      Files.createDirectories(logs);
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setClusterId(CLUSTER_ID)
          .setNodeId(NODE_ID)
          .addDirectory(logs.toString())
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setControllerListenerName(CONTROLLER_LISTENER)
          .setMetadataLogDirectory(logs.toString())
          .setIgnoreFormatted(true)
          .run();
    } catch (Exception e) {
      throw new IllegalStateException(
          "Expected to format Kafka's data directory %s but could not".formatted(logs), e);
    }
  }

  private static void stop(KafkaRaftServer server) {
    server.shutdown();
    server.awaitShutdown();
  }
}
