package io.habeas.process;

import io.habeas.schemas.AdminTopicDirectory;
import io.habeas.schemas.wire.RegistryWire;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;

/** A {@link FanOut} with all that it needs on a broker; in a JVM of its own it can be killed. */
record FanOutOnABroker(
    ProcessRunner runner, AdminTopicDirectory directory, Admin admin, RegistryWire wire)
    implements AutoCloseable {

  /**
   * @param state where it keeps its state
   * @param commitInterval how long its transactions stay open
   * @param topicsLookedAtEvery how old its knowledge of topics may be
   */
  record Options(
      String bootstrapServers,
      String registryUrl,
      Path state,
      Duration commitInterval,
      Duration topicsLookedAtEvery) {}

  static FanOutOnABroker start(ProcessDefinition<?, ?, ?> process, Options options) {
    return start(process, options, "fan-out-1");
  }

  /** The same under a lasting name of its own. */
  static FanOutOnABroker start(
      ProcessDefinition<?, ?, ?> process, Options options, String instance) {
    var connection = new KafkaConnection(options.bootstrapServers(), Map.of());
    var wire = new RegistryWire(options.registryUrl(), Map.of());
    var admin = Admin.create(Map.of("bootstrap.servers", options.bootstrapServers()));
    var directory = new AdminTopicDirectory(admin, options.topicsLookedAtEvery());
    var defaults = ProcessSettings.in(options.state()).as(instance);
    var settings =
        new ProcessSettings(
            defaults.stateDirectory(),
            defaults.instanceId(),
            defaults.threads(),
            options.commitInterval(),
            defaults.sessionTimeout(),
            1);
    var runner =
        new ProcessRunner(
            process, connection, settings, wire, directory, new SimpleMeterRegistry());
    runner.start();
    return new FanOutOnABroker(runner, directory, admin, wire);
  }

  /** Runs until it is killed: bootstrap servers, registry, state directory, name, participants. */
  public static void main(String[] args) throws InterruptedException {
    var process = FanOut.named(args[3], FanOut.PATIENCE, List.of(args).subList(4, args.length));
    var options =
        new Options(
            args[0], args[1], Path.of(args[2]), Duration.ofSeconds(15), Duration.ofSeconds(1));
    try (var running = start(process, options)) {
      new CountDownLatch(1).await();
    }
  }

  @Override
  public void close() {
    runner.close();
    directory.close();
    admin.close();
    wire.close();
  }
}
