package io.habeas.process;

import io.habeas.process.ProcessDefinition.Input;
import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Makes events of the policy out of the records that a process listens to. */
final class Inputs<E> {
  private final Wire wire;
  private final Map<String, Input<?, E>> byTopic = new HashMap<>();

  Inputs(Wire wire, Iterable<Input<?, E>> inputs) {
    this.wire = wire;
    inputs.forEach(input -> input.topics().forEach(topic -> byTopic.put(topic.name(), input)));
  }

  /** What a record turned out to be. */
  sealed interface Reading<E> {
    record Happened<E>(String instance, E event) implements Reading<E> {}

    record NotNeeded<E>() implements Reading<E> {}

    record Unreadable<E>(String errorClass) implements Reading<E> {}

    record FromLaterVersion<E>(String type) implements Reading<E> {}
  }

  /**
   * @throws io.habeas.schemas.wire.RegistryUnavailable if it cannot be told at present
   */
  Reading<E> read(Arrival arrival) {
    Input<?, E> input = byTopic.get(arrival.origin().topic());
    return input == null ? new Reading.Unreadable<>("TopicNotOfThisProcess") : read(input, arrival);
  }

  private <R extends SpecificRecord> Reading<E> read(Input<R, E> input, Arrival arrival) {
    byte[] key = arrival.key();
    if (key == null) {
      return new Reading.Unreadable<>("NoKey");
    }
    return switch (wire.decode(input.type(), arrival.value())) {
      case Decoded.Known<R>(R value) ->
          translate(input, arrival.origin(), new String(key, StandardCharsets.UTF_8), value);
      case Decoded.Undecodable<R>(String errorClass) -> new Reading.Unreadable<>(errorClass);
      case Decoded.UnknownType<R>(String type) -> new Reading.FromLaterVersion<>(type);
    };
  }

  private <R extends SpecificRecord> Reading<E> translate(
      Input<R, E> input, Origin origin, String key, R value) {
    try {
      Optional<Keyed<E>> event = input.reader().read(origin.topic(), new Keyed<>(key, value));
      if (event.isEmpty()) {
        return new Reading.NotNeeded<>();
      }
      // Under another key it would meet the state of its instance on another partition: none.
      return event.get().key().equals(key)
          ? new Reading.Happened<>(key, event.get().value())
          : new Reading.Unreadable<>("KeyOfAnotherInstance");
    } catch (InvalidMessage e) {
      return new Reading.Unreadable<>(e.reason());
    }
  }
}
