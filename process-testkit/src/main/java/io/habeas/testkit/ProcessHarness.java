package io.habeas.testkit;

import io.habeas.process.KafkaConnection;
import io.habeas.process.KafkaDefaults;
import io.habeas.process.ProcessDefinition;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.process.ProcessHealth;
import io.habeas.process.ProcessMonitor;
import io.habeas.process.ProcessSettings;
import io.habeas.process.ProcessTopology;
import io.habeas.schemas.Topic;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * Runs a whole process without a broker: one partition, everything at once, a clock that stands
 * still. What is tested is the topology that runs in production.
 *
 * @param <S> the process' state
 */
public final class ProcessHarness<S> implements AutoCloseable {
  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

  private final LocalWire wire;
  private final TestTopics topics = new TestTopics();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final VirtualClock clock = VirtualClock.at(START);
  private final Path stateDirectory;
  private ProcessDefinition<S, ?, ?> process;
  private final ProcessMonitor monitor;
  private TopologyTestDriver driver;

  private ProcessHarness(ProcessDefinition<S, ?, ?> process, LocalWire wire) {
    this.process = process;
    this.wire = wire;
    try {
      this.stateDirectory = Files.createTempDirectory("process-harness");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.monitor = new ProcessMonitor(process.name(), meters);
    this.driver = drive(wire);
  }

  /** Starts {@code process} with nothing stored; its clock stands at 2026-01-05T09:00Z. */
  public static <S> ProcessHarness<S> of(ProcessDefinition<S, ?, ?> process) {
    return new ProcessHarness<>(process, new LocalWire());
  }

  /** The wire format, whose registry a test can take away. */
  public LocalWire wire() {
    return wire;
  }

  /** The topics, which a test can take away. */
  public TestTopics topics() {
    return topics;
  }

  public MeterRegistry meters() {
    return meters;
  }

  /** The time that the process sees. Move it by {@link #advance}. */
  public VirtualClock clock() {
    return clock;
  }

  /** How the process is, its threads taken as running. */
  public ProcessHealth health() {
    return monitor.health(ProcessHealth.State.RUNNING);
  }

  /** Writes {@code value} to {@code topic}; all that follows from it has happened on return. */
  public <R extends SpecificRecord> void send(Topic<R> topic, String key, R value) {
    send(topic.name(), key, wire.encode(topic.name(), value), Map.of());
  }

  /** Writes bytes as they are. */
  public void send(
      String topic, @Nullable String key, byte @Nullable [] value, Map<String, String> headers) {
    var recordHeaders = new RecordHeaders();
    headers.forEach((name, text) -> recordHeaders.add(name, text.getBytes(StandardCharsets.UTF_8)));
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(
            new TestRecord<>(
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value,
                recordHeaders,
                clock.instant()));
  }

  /** What was written to {@code topic} since it was last asked for. */
  public <R extends SpecificRecord> List<Keyed<R>> received(Topic<R> topic) {
    return receivedRecords(topic).stream()
        .map(message -> new Keyed<>(message.key(), message.value()))
        .toList();
  }

  /** The keys of what was deleted from {@code topic} since it was last asked for. */
  public List<String> deleted(Topic<?> topic) {
    List<String> deleted = new ArrayList<>();
    var output =
        driver.createOutputTopic(
            topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    while (!output.isEmpty()) {
      TestRecord<byte[], byte[]> message = output.readRecord();
      if (message.value() != null) {
        throw new AssertionError("Expected tombstones only but there is a value");
      }
      deleted.add(new String(message.key(), StandardCharsets.UTF_8));
    }
    return deleted;
  }

  /** The same with everything around it; of header names that repeat the last counts. */
  public <R extends SpecificRecord> List<Received<R>> receivedRecords(Topic<R> topic) {
    List<Received<R>> received = new ArrayList<>();
    var output =
        driver.createOutputTopic(
            topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    while (!output.isEmpty()) {
      TestRecord<byte[], byte[]> message = output.readRecord();
      Map<String, String> headers = new HashMap<>();
      message
          .headers()
          .forEach(
              header ->
                  headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
      byte[] key = message.key();
      received.add(
          new Received<>(
              key == null ? "" : new String(key, StandardCharsets.UTF_8),
              known(wire.decode(topic.type(), message.value())),
              headers));
    }
    return received;
  }

  /** A record that the process wrote; the key is empty where it has none. */
  public record Received<R>(String key, R value, Map<String, String> headers) {
    public Received {
      headers = Map.copyOf(headers);
    }
  }

  /** Moves the clock on in one leap; what is due then happens, though no more than once. */
  public void advance(Duration by) {
    clock.advance(by);
    driver.advanceWallClockTime(by);
  }

  /** The state of an instance; empty where none is stored. */
  public Optional<S> state(String instance) {
    return state(process.state(), instance);
  }

  private <R extends SpecificRecord> Optional<S> state(StateCodec<S, R> codec, String instance) {
    byte[] stored = store(ProcessTopology.STATES).get(key(instance));
    return stored == null
        ? Optional.empty()
        : Optional.of(codec.read().apply(known(wire.decode(codec.type(), stored))));
  }

  /**
   * Replaces the stored state of an instance by bytes, as another version may have written them.
   */
  public void store(String instance, byte[] state) {
    store(ProcessTopology.STATES).put(key(instance), state);
  }

  /** Stops the process and starts it again with what it had stored. */
  public void restart() {
    restart(process);
  }

  /** Stops the process and starts another version of it with what was stored. */
  public void restart(ProcessDefinition<S, ?, ?> version) {
    restart(version, wire);
  }

  /** The same, that version reading and writing through a wire of its own. */
  public void restart(ProcessDefinition<S, ?, ?> version, Wire itsWire) {
    Map<String, List<KeyValue<Bytes, byte[]>>> stored = new HashMap<>();
    for (String name : ProcessTopology.stores(process)) {
      List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>();
      try (KeyValueIterator<Bytes, byte[]> all = store(name).all()) {
        all.forEachRemaining(entries::add);
      }
      stored.put(name, entries);
    }
    driver.close();
    process = version;
    driver = drive(itsWire);
    ProcessTopology.stores(process)
        .forEach(name -> store(name).putAll(stored.getOrDefault(name, List.of())));
  }

  @Override
  public void close() {
    driver.close();
    meters.close();
  }

  private TopologyTestDriver drive(Wire itsWire) {
    Properties settings =
        KafkaDefaults.streams(
            new KafkaConnection("localhost:9", Map.of()),
            process.name(),
            ProcessSettings.in(stateDirectory));
    return new TopologyTestDriver(
        ProcessTopology.of(process, itsWire, topics, monitor, Stores::inMemoryKeyValueStore),
        settings,
        clock.instant());
  }

  private KeyValueStore<Bytes, byte[]> store(String name) {
    return driver.getKeyValueStore(name);
  }

  private static Bytes key(String instance) {
    return Bytes.wrap(instance.getBytes(StandardCharsets.UTF_8));
  }

  private static <R> R known(Decoded<R> decoded) {
    return switch (decoded) {
      case Decoded.Known<R>(R value) -> value;
      case Decoded.Undecodable<R>(String error) ->
          throw new AssertionError("Expected a readable record but met " + error);
      case Decoded.UnknownType<R>(String type) ->
          throw new AssertionError("Expected a record of this version but met " + type);
    };
  }
}
