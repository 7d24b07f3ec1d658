package io.habeas.process;

import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The states of the instances of one task, each an Avro record in the wire format. */
final class Instances<S, R extends SpecificRecord> {
  private final KeyValueStore<Bytes, byte[]> store;
  private final String subject;
  private final StateCodec<S, R> codec;
  private final Wire wire;
  private final S initial;

  /**
   * @param changelog the store's changelog topic, under which the records' schemas are registered
   */
  Instances(
      KeyValueStore<Bytes, byte[]> store,
      String changelog,
      StateCodec<S, R> codec,
      Wire wire,
      S initial) {
    this.store = store;
    this.subject = changelog;
    this.codec = codec;
    this.wire = wire;
    this.initial = initial;
  }

  /** The bytes under which an instance's name is stored. */
  static Bytes key(String instance) {
    return Bytes.wrap(instance.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws IllegalStateException if what is stored cannot be read by this version
   */
  S load(String instance) {
    byte[] stored = store.get(key(instance));
    if (stored == null) {
      return initial;
    }
    return switch (wire.decode(codec.type(), stored)) {
      case Decoded.Known<R>(R state) -> codec.read().apply(state);
      case Decoded.Undecodable<R>(String errorClass) ->
          throw new IllegalStateException("Expected a stored state but met " + errorClass);
      case Decoded.UnknownType<R>(String type) ->
          throw new IllegalStateException(
              "Expected a state that this version knows but met " + type);
    };
  }

  /** The bytes to store; null for the initial state, which is never stored. */
  byte @Nullable [] encode(S state) {
    return state.equals(initial) ? null : wire.encode(subject, codec.write().apply(state));
  }

  void save(String instance, byte @Nullable [] encoded) {
    store.put(key(instance), encoded);
  }
}
