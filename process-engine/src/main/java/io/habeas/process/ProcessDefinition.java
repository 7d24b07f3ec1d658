package io.habeas.process;

import io.habeas.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Everything the engine needs to run one process.
 *
 * @param name the Kafka Streams application id and the prefix of its stores; public API, never
 *     renamed
 * @param policy what is decided; where there are facts, while none is known
 * @param inputs what it listens to
 * @param state how its state is stored
 * @param router where each command goes
 * @param facts what it must know beside; null if nothing
 */
public record ProcessDefinition<S, E, C>(
    String name,
    Policy<S, E, C> policy,
    List<Input<?, E>> inputs,
    StateCodec<S, ?> state,
    Function<C, Outbound<?>> router,
    @Nullable FactInputs<S, E, C, ?> facts) {

  public ProcessDefinition {
    inputs = List.copyOf(inputs);
  }

  /** One that need not know anything but what happens to its instances. */
  public ProcessDefinition(
      String name,
      Policy<S, E, C> policy,
      List<Input<?, E>> inputs,
      StateCodec<S, ?> state,
      Function<C, Outbound<?>> router) {
    this(name, policy, inputs, state, router, null);
  }

  /** Every topic that is read as it is, without being repartitioned. */
  List<Topic<?>> readDirectly() {
    List<Topic<?>> direct = new ArrayList<>();
    inputs.stream()
        .filter(input -> !input.repartition())
        .forEach(input -> direct.addAll(input.topics()));
    if (facts != null) {
      facts.inputs().forEach(input -> direct.addAll(input.topics()));
    }
    return direct;
  }

  /** Every topic that is repartitioned on entry. */
  List<Topic<?>> repartitioned() {
    List<Topic<?>> foreign = new ArrayList<>();
    inputs.stream().filter(Input::repartition).forEach(input -> foreign.addAll(input.topics()));
    return foreign;
  }

  /**
   * One kind of message that a process listens to.
   *
   * @param topics the topics it arrives on, all with the same record; one that does not exist yet
   *     is taken up when it does
   * @param type their envelope record
   * @param repartition whether to repartition by key on entry: needed where the writer's
   *     partitioner is not known
   * @param reader translates a record into an event of the policy
   */
  public record Input<R extends SpecificRecord, E>(
      List<Topic<R>> topics, Class<R> type, boolean repartition, Reader<R, E> reader) {
    public Input {
      topics = List.copyOf(topics);
    }
  }

  /** Translates a record into an event. */
  @FunctionalInterface
  public interface Reader<R, E> {

    /**
     * @param topic the topic on which the record was written, which tells who wrote it
     * @param message the record with its key
     * @return the event and the key of the instance it concerns; empty for a record that this
     *     process does not need
     * @throws InvalidMessage if the record is well-formed but cannot be true: it speaks in
     *     another's name, say
     */
    Optional<Keyed<E>> read(String topic, Keyed<R> message) throws InvalidMessage;
  }

  /** Something about one process instance, or about one Kafka key. */
  public record Keyed<T>(String key, T value) {

    /**
     * What a record says of whom it is about must be what its key says: by that it was ordered and
     * partitioned.
     *
     * @throws InvalidMessage if it is not
     */
    public void requireKey(String expected) throws InvalidMessage {
      if (!expected.equals(key)) {
        throw new InvalidMessage("key-mismatch");
      }
    }
  }

  /**
   * A record that cannot be true. It changes nothing, is counted under its reason, and goes to the
   * dead letters.
   */
  public static final class InvalidMessage extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    /**
     * @param reason a code, never a text that quotes the message
     */
    public InvalidMessage(String reason) {
      super(reason);
      this.reason = reason;
    }

    /** A code such as {@code wrong-participant}. */
    public String reason() {
      return reason;
    }
  }

  /**
   * How a policy's state is kept: as an Avro record, so that a later and an earlier version both
   * read it.
   *
   * @param type the record
   */
  public record StateCodec<S, R extends SpecificRecord>(
      Class<R> type, Function<S, R> write, Function<R, S> read) {}

  /**
   * A command on its way out.
   *
   * @param topic where it goes; a topic that is missing or forbidden is told to the policy instead
   *     of written to
   * @param key the message key
   * @param value the record; null to delete what a compacted topic keeps under the key
   * @param everywhere whether every partition of the topic gets a copy, instead of the key's one
   */
  public record Outbound<R extends SpecificRecord>(
      Topic<R> topic, String key, @Nullable R value, boolean everywhere) {

    /** One to the partition of its key. */
    public Outbound(Topic<R> topic, String key, @Nullable R value) {
      this(topic, key, value, false);
    }
  }
}
