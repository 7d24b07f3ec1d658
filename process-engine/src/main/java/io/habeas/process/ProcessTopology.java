package io.habeas.process;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.schemas.Topic;
import io.habeas.schemas.TopicDirectory;
import io.habeas.schemas.wire.Wire;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology of every process: inputs whose writers partition as we do join at one processor, the
 * others are repartitioned first, bytes untouched.
 *
 * <p>Also those that lie where we would have put them: topics of foreign writers appear at any
 * time, and a client whose tasks have stores can fail for good when it is given a topic that it has
 * not seen (TopologyException), and keep its stores locked.
 */
public final class ProcessTopology {
  /** Names of stores and internal topics: public API, never renamed. */
  public static final String STATES = "states";

  static final String WAKE_UPS = "wake-ups";
  static final String DUE_TIMES = "due-times";
  static final String HELD = "held";
  static final String FACTS = "facts";
  static final String INTERESTS = "interests";
  private static final String BY_KEY = "by-key";

  /** How many states a task keeps as they were before they were stored. */
  private static final int MOST_KEPT = 500;

  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  private ProcessTopology() {}

  /** The names of all stores of a process. */
  public static List<String> stores(ProcessDefinition<?, ?, ?> process) {
    return process.facts() == null
        ? List.of(STATES, WAKE_UPS, DUE_TIMES, HELD)
        : List.of(STATES, WAKE_UPS, DUE_TIMES, HELD, FACTS, INTERESTS);
  }

  /**
   * The topology of a process whose state is on disk.
   *
   * @throws IllegalArgumentException if a topic is named twice or the inputs' partitions differ
   */
  public static <S, E, C> Topology of(
      ProcessDefinition<S, E, C> process,
      Wire wire,
      TopicDirectory topics,
      ProcessMonitor monitor) {
    return of(process, wire, topics, monitor, Stores::persistentKeyValueStore, MOST_KEPT);
  }

  /**
   * The same with stores of the caller's choice, from which each state is read at each event.
   *
   * @param stores the store of a name
   */
  public static <S, E, C> Topology of(
      ProcessDefinition<S, E, C> process,
      Wire wire,
      TopicDirectory topics,
      ProcessMonitor monitor,
      Function<String, KeyValueBytesStoreSupplier> stores) {
    return of(process, wire, topics, monitor, stores, 0);
  }

  private static <S, E, C> Topology of(
      ProcessDefinition<S, E, C> process,
      Wire wire,
      TopicDirectory topics,
      ProcessMonitor monitor,
      Function<String, KeyValueBytesStoreSupplier> stores,
      int kept) {
    int partitions = partitionsOf(process);
    var builder = new StreamsBuilder();
    KStream<byte[], byte[]> events = null;
    String direct = alternatives(process.readDirectly());
    if (!direct.isEmpty()) {
      events = stream(builder, direct, "direct");
    }
    String foreign = alternatives(process.repartitioned());
    if (!foreign.isEmpty()) {
      KStream<byte[], byte[]> repartitioned =
          stream(builder, foreign, "foreign")
              .process(OriginStamp::new, Named.as("origin"))
              .repartition(
                  Repartitioned.<byte[], byte[]>as(BY_KEY)
                      .withKeySerde(BYTES)
                      .withValueSerde(BYTES)
                      .withNumberOfPartitions(partitions));
      events = events == null ? repartitioned : events.merge(repartitioned, Named.as("all"));
    }
    if (events == null) {
      throw new IllegalArgumentException("Expected a process with inputs but it has none");
    }
    stores(process).forEach(name -> builder.addStateStore(store(name, stores.apply(name))));
    events
        .process(
            () ->
                new PolicyProcessor(context -> task(context, process, wire, topics, monitor, kept)),
            Named.as("policy"),
            stores(process).toArray(String[]::new))
        .to(
            (key, outgoing, context) -> outgoing.topic(),
            Produced.with(BYTES, Outgoing.SERDE)
                .withStreamPartitioner(ProcessTopology::partitions)
                .withName("commands"));
    return builder.build();
  }

  /** Every partition, or none in particular: the producer's partitioner then goes by the key. */
  private static Optional<Set<Integer>> partitions(
      String topic, byte[] key, Outgoing outgoing, int partitions) {
    return outgoing.everywhere()
        ? Optional.of(IntStream.range(0, partitions).boxed().collect(toUnmodifiableSet()))
        : Optional.empty();
  }

  /** The internal topic of a process through which inputs of foreign writers go. */
  static String repartitionTopic(String applicationId) {
    return applicationId + "-" + BY_KEY + "-repartition";
  }

  private static <S, E, C> ProcessTask<S, E, C> task(
      ProcessorContext<byte[], Outgoing> context,
      ProcessDefinition<S, E, C> process,
      Wire wire,
      TopicDirectory topics,
      ProcessMonitor monitor,
      int kept) {
    return new ProcessTask<>(
        context.taskId().toString(),
        process,
        topics,
        new Inputs<>(wire, process.inputs()),
        instances(context, process.state(), process, wire, kept),
        new DueTimes(context.getStateStore(WAKE_UPS), context.getStateStore(DUE_TIMES)),
        new HeldRecords(context.getStateStore(HELD)),
        new Forwarder(context, process.name(), wire, topics, monitor),
        monitor,
        process.facts() == null ? null : knowledge(context, process.facts(), wire, topics));
  }

  private static <S, E, C, F> Knowledge<S, E, C, F> knowledge(
      ProcessorContext<byte[], Outgoing> context,
      FactInputs<S, E, C, F> facts,
      Wire wire,
      TopicDirectory topics) {
    return new Knowledge<>(
        facts,
        context.taskId().partition(),
        wire,
        topics,
        context.getStateStore(FACTS),
        new Interests(context.getStateStore(INTERESTS)));
  }

  private static <S, R extends SpecificRecord> Instances<S, R> instances(
      ProcessorContext<byte[], Outgoing> context,
      StateCodec<S, R> codec,
      ProcessDefinition<S, ?, ?> process,
      Wire wire,
      int kept) {
    return new Instances<>(
        context.getStateStore(STATES),
        context.applicationId() + "-" + STATES + "-changelog",
        codec,
        wire,
        process.policy().initial(),
        kept);
  }

  // A topic named outright and missing shuts every instance down; one that only matches is taken
  // up when it appears.
  private static KStream<byte[], byte[]> stream(
      StreamsBuilder builder, String alternatives, String name) {
    return builder.stream(
        Pattern.compile(alternatives), Consumed.with(BYTES, BYTES).withName(name));
  }

  private static String alternatives(List<Topic<?>> topics) {
    return topics.stream().map(topic -> Pattern.quote(topic.name())).collect(joining("|"));
  }

  private static int partitionsOf(ProcessDefinition<?, ?, ?> process) {
    Set<String> names = new HashSet<>();
    Set<Integer> partitions = new HashSet<>();
    List<Topic<?>> all = new ArrayList<>(process.readDirectly());
    all.addAll(process.repartitioned());
    for (Topic<?> topic : all) {
      if (!names.add(topic.name())) {
        throw new IllegalArgumentException(
            "Expected each topic in one input but " + topic.name() + " is in two");
      }
      partitions.add(topic.partitions());
    }
    if (partitions.size() != 1) {
      throw new IllegalArgumentException(
          "Expected inputs with one number of partitions but there are " + partitions);
    }
    return partitions.iterator().next();
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(
      String name, KeyValueBytesStoreSupplier supplier) {
    var builder = Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray());
    return switch (name) {
      // An instance changes several times between two commits: only the last is written.
      case STATES -> builder.withCachingEnabled();
      case HELD ->
          builder.withCachingDisabled().withLoggingEnabled(KafkaDefaults.heldRecordsChangelog());
      default -> builder.withCachingDisabled();
    };
  }
}
