package io.habeas.schemas;

import io.habeas.testkit.platform.KafkaPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The sample participant for Node, in a copy of its folder, as another team would set it up. */
final class NodeParticipant implements AutoCloseable {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final Path SAMPLE = CHECKOUT.resolve("deploy/sample/other-language");
  private static final Path RELEASED = CHECKOUT.resolve("schemas/src/test/released");
  private static final List<String> FILES =
      List.of(".npmrc", "package.json", "package-lock.json", "participant.mjs");

  private static final int LONGEST_FAREWELL_SECONDS = 10;

  private final Process process;
  private final Path log;

  private NodeParticipant(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Puts the sample and its packages into {@code folder}. Skips the test, and says why, where Node,
   * npm or npm's registry is missing; packages that do not install are a failure.
   */
  static void install(Path folder) throws IOException {
    Node.assumeThere(folder, "kafkajs");
    for (String file : FILES) {
      Files.copy(SAMPLE.resolve(file), folder.resolve(file));
    }
    Path schemas = Files.createDirectory(folder.resolve("schemas"));
    copySchema(Topics.replies("any"), schemas);
    copySchema(Topics.declarations("any"), schemas);
    Node.Finished install = Node.run(folder, "npm", "ci");
    if (install.exitCode() != 0) {
      throw new AssertionError("Expected npm ci to succeed but it says\n" + install.output());
    }
  }

  /** Starts what was installed in {@code folder}; returns before it takes tasks. */
  static NodeParticipant start(Path folder, String name, KafkaPlatform platform)
      throws IOException {
    Path log = folder.resolve(name + ".log");
    ProcessBuilder node = Node.command(folder, log, "node", "participant.mjs");
    node.environment()
        .putAll(
            Map.of(
                "BOOTSTRAP_SERVERS", platform.bootstrapServers(),
                "REGISTRY_URL", platform.confluentRegistryUrl(),
                "PARTICIPANT", name));
    return new NodeParticipant(node.start(), log);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Everything it printed. */
  String output() {
    return Node.text(log);
  }

  /** Asks it to end; its exit code, which is not 0 if it had to be killed. */
  int stop() {
    process.destroy();
    try {
      if (!process.waitFor(LONGEST_FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected the participant to end but was interrupted", e);
    }
  }

  /** Kills it. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** What a team takes over from us: the latest released version. */
  private static void copySchema(Topic<?> topic, Path folder) throws IOException {
    try (Stream<Path> versions = Files.list(RELEASED.resolve(topic.type().getName()))) {
      Path latest = versions.max(Comparator.comparing(NodeParticipant::version)).orElseThrow();
      Files.copy(latest, folder.resolve(topic.type().getSimpleName() + ".avsc"));
    }
  }

  private static int version(Path released) {
    return Integer.parseInt(released.getFileName().toString().replace(".avsc", ""));
  }
}
