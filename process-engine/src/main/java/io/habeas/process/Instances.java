package io.habeas.process;

import io.habeas.process.ProcessDefinition.StateCodec;
import io.habeas.schemas.wire.Decoded;
import io.habeas.schemas.wire.RegistryUnavailable;
import io.habeas.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The states of the instances of one task, each an Avro record in the wire format.
 *
 * <p>To read a state costs as much as to decide by it, and most events are about instances to which
 * something happened a moment ago. What was last stored is therefore kept as it was before it was
 * encoded, and taken if the store has these very bytes: so that no restart, aborted transaction or
 * other hand can make it stale.
 */
final class Instances<S, R extends SpecificRecord> {
  private final KeyValueStore<Bytes, byte[]> store;
  private final String subject;
  private final StateCodec<S, R> codec;
  private final Wire wire;
  private final S initial;
  private final Map<String, Stored<S>> lastStored;

  /**
   * @param changelog the store's changelog topic, under which the records' schemas are registered
   * @param kept how many states are kept as they were before they were encoded
   */
  Instances(
      KeyValueStore<Bytes, byte[]> store,
      String changelog,
      StateCodec<S, R> codec,
      Wire wire,
      S initial,
      int kept) {
    this.store = store;
    this.subject = changelog;
    this.codec = codec;
    this.wire = wire;
    this.initial = initial;
    this.lastStored =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Stored<S>> eldest) {
            return size() > kept;
          }
        };
  }

  /** A state and the bytes that it is stored as; null for the initial state, which is not. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Stored<S>(S state, byte @Nullable [] bytes) {}

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
    Stored<S> last = lastStored.get(instance);
    return last != null && Arrays.equals(last.bytes(), stored) ? last.state() : decode(stored);
  }

  private S decode(byte[] stored) {
    return switch (wire.decode(codec.type(), stored)) {
      case Decoded.Known<R>(R state) -> codec.read().apply(state);
      case Decoded.Undecodable<R>(String errorClass) ->
          throw new IllegalStateException("Expected a stored state but met " + errorClass);
      case Decoded.UnknownType<R>(String type) ->
          throw new IllegalStateException(
              "Expected a state that this version knows but met " + type);
    };
  }

  /**
   * Some of the states that are stored, in a fixed order.
   *
   * @param unreadable how many there were besides that this version cannot read
   * @param last the instance after which to go on
   * @param complete whether there are no more
   */
  record Portion<S>(List<S> states, int unreadable, String last, boolean complete) {}

  /**
   * Reads on.
   *
   * @param last the instance after which to go on; empty for the beginning
   */
  Portion<S> after(String last, int most) {
    List<S> states = new ArrayList<>();
    int unreadable = 0;
    String instance = last;
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(successor(last), null)) {
      while (entries.hasNext() && states.size() + unreadable < most) {
        KeyValue<Bytes, byte[]> entry = entries.next();
        instance = new String(entry.key.get(), StandardCharsets.UTF_8);
        try {
          states.add(decode(entry.value));
        } catch (RegistryUnavailable e) {
          throw e;
        } catch (RuntimeException e) {
          unreadable++;
        }
      }
      return new Portion<>(states, unreadable, instance, !entries.hasNext());
    }
  }

  // The store takes null for its beginning and its end.
  @SuppressWarnings("NullAway")
  private static @Nullable Bytes successor(String instance) {
    if (instance.isEmpty()) {
      return null;
    }
    byte[] key = key(instance).get();
    return Bytes.wrap(Arrays.copyOf(key, key.length + 1));
  }

  /** How a state is stored; without effect. */
  Stored<S> encode(S state) {
    return new Stored<>(
        state, state.equals(initial) ? null : wire.encode(subject, codec.write().apply(state)));
  }

  void save(String instance, Stored<S> encoded) {
    store.put(key(instance), encoded.bytes());
    lastStored.remove(instance);
    if (encoded.bytes() != null) {
      lastStored.put(instance, encoded);
    }
  }
}
