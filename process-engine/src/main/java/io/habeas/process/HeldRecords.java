package io.habeas.process;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Records of one task that had to wait, in the order of their arrival: everything behind a type
 * that this version does not know, and everything of an instance on which the policy failed. A task
 * that starts takes them up again before anything new.
 */
final class HeldRecords {
  private final KeyValueStore<Bytes, byte[]> store;
  private final Set<String> instances = new HashSet<>();
  private long nextNumber;
  private long takenUpTo;
  private boolean takingUp;
  private long count;

  HeldRecords(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      while (all.hasNext()) {
        nextNumber = number(all.next().key) + 1;
        count++;
      }
    }
    takingUp = count > 0;
  }

  /** A record with its place in the order. */
  record Held(long number, Arrival arrival) {}

  /** Puts a record behind all others. */
  void keep(Arrival arrival) {
    store.put(key(nextNumber++), arrival.toBytes());
    count++;
  }

  /** Whether there are records that have not been taken up since this task started. */
  boolean toTakeUp() {
    return takingUp;
  }

  /** The next records to take up again, in order. */
  List<Held> next(int most) {
    List<Held> next = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(key(takenUpTo), key(nextNumber))) {
      while (entries.hasNext() && next.size() < most) {
        KeyValue<Bytes, byte[]> entry = entries.next();
        next.add(new Held(number(entry.key), Arrival.fromBytes(entry.value)));
      }
    }
    takingUp = !next.isEmpty();
    return next;
  }

  /** The record was dealt with. */
  void release(Held held) {
    store.delete(key(held.number()));
    takenUpTo = held.number() + 1;
    count--;
  }

  /** The record waits on; those behind it get their turn. */
  void leave(Held held) {
    takenUpTo = held.number() + 1;
  }

  /** From now on everything about {@code instance} waits. */
  void hold(String instance) {
    instances.add(instance);
  }

  boolean holds(String instance) {
    return instances.contains(instance);
  }

  int instances() {
    return instances.size();
  }

  long records() {
    return count;
  }

  private static Bytes key(long number) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  private static long number(Bytes key) {
    return ByteBuffer.wrap(key.get()).getLong();
  }
}
