package io.habeas.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * When the instances of one task want to be woken, at most one instant each.
 *
 * <p>Two stores: by instance, and by instant so that what is due is a range. A scan goes on where
 * the last one ended: what was fired leaves tombstones behind, and reading through a hundred
 * thousand of them at every punctuation would cost more than firing.
 */
final class DueTimes {
  private static final byte[] NOTHING = new byte[0];

  private final KeyValueStore<Bytes, byte[]> byInstance;
  private final KeyValueStore<Bytes, byte[]> byInstant;
  private Bytes scanFrom = startOf(0);

  DueTimes(KeyValueStore<Bytes, byte[]> byInstance, KeyValueStore<Bytes, byte[]> byInstant) {
    this.byInstance = byInstance;
    this.byInstant = byInstant;
  }

  /** An instance that wants to be woken. */
  record Due(String instance, Instant at) {}

  /** When {@code instance} is to be woken; null for never. */
  @Nullable Instant of(String instance) {
    byte[] at = byInstance.get(Instances.key(instance));
    return at == null ? null : Instant.ofEpochMilli(ByteBuffer.wrap(at).getLong());
  }

  /** Replaces whatever {@code instance} wished before; null for never. */
  void set(String instance, @Nullable Instant at) {
    Bytes name = Instances.key(instance);
    byte[] before = byInstance.get(name);
    byte[] after = at == null ? null : millisAtOrAfter(at);
    if (before != null && after != null && ByteBuffer.wrap(before).equals(ByteBuffer.wrap(after))) {
      Bytes key = composite(after, name);
      scanFrom = scanFrom.compareTo(key) > 0 ? key : scanFrom;
      return;
    }
    if (before != null) {
      byInstant.delete(composite(before, name));
    }
    if (after != null) {
      Bytes key = composite(after, name);
      byInstant.put(key, NOTHING);
      scanFrom = scanFrom.compareTo(key) > 0 ? key : scanFrom;
    }
    if (before != null || after != null) {
      byInstance.put(name, after);
    }
  }

  /**
   * The next instances that are due, the longest overdue first; each call goes on after the last
   * one returned, so that one that could not be fired stays where it is and holds up nobody.
   */
  List<Due> next(Instant now, int most) {
    List<Due> due = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> entries =
        byInstant.range(scanFrom, startOf(now.toEpochMilli() + 1))) {
      while (entries.hasNext() && due.size() < most) {
        KeyValue<Bytes, byte[]> entry = entries.next();
        due.add(read(entry.key));
        scanFrom = successor(entry.key);
      }
    }
    return due;
  }

  /** How long the instance that comes next has been overdue; zero if none is. */
  Duration lag(Instant now) {
    try (KeyValueIterator<Bytes, byte[]> entries =
        byInstant.range(scanFrom, startOf(now.toEpochMilli() + 1))) {
      return entries.hasNext()
          ? Duration.between(read(entries.peekNextKey()).at(), now)
          : Duration.ZERO;
    }
  }

  private static byte[] millisAtOrAfter(Instant at) {
    long floor = Math.max(0, at.toEpochMilli());
    return ByteBuffer.allocate(Long.BYTES)
        .putLong(at.isAfter(Instant.ofEpochMilli(floor)) ? floor + 1 : floor)
        .array();
  }

  private static Bytes startOf(long millis) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(millis).array());
  }

  private static Bytes composite(byte[] millis, Bytes instance) {
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + instance.get().length)
            .put(millis)
            .put(instance.get())
            .array());
  }

  private static Bytes successor(Bytes key) {
    return Bytes.wrap(ByteBuffer.allocate(key.get().length + 1).put(key.get()).array());
  }

  private static Due read(Bytes key) {
    byte[] bytes = key.get();
    return new Due(
        new String(bytes, Long.BYTES, bytes.length - Long.BYTES, StandardCharsets.UTF_8),
        Instant.ofEpochMilli(ByteBuffer.wrap(bytes).getLong()));
  }
}
