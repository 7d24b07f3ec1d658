package io.habeas.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * When the instances of one task want to be woken, at most one instant each.
 *
 * <p>Two stores: by instance, and by instant so that what is due is a range. What was fired or
 * moved leaves tombstones behind, before and behind the present, and to look for the first entry is
 * to read through all that lie before it. So nobody looks again before what was found last time is
 * due, or something earlier was added: each tombstone is met about once.
 */
final class DueTimes {
  private static final byte[] NOTHING = new byte[0];
  private static final Bytes BEHIND_EVERYTHING = startOf(Long.MAX_VALUE);

  private final KeyValueStore<Bytes, byte[]> byInstance;
  private final KeyValueStore<Bytes, byte[]> byInstant;

  /** Before this there is nothing to wake, but what could not be woken. */
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
      lookAgainAt(composite(after, name));
      return;
    }
    if (before != null) {
      byInstant.delete(composite(before, name));
    }
    if (after != null) {
      Bytes key = composite(after, name);
      byInstant.put(key, NOTHING);
      lookAgainAt(key);
    }
    if (before != null || after != null) {
      byInstance.put(name, after);
    }
  }

  private void lookAgainAt(Bytes key) {
    scanFrom = scanFrom.compareTo(key) > 0 ? key : scanFrom;
  }

  /**
   * The next instances that are due, the longest overdue first; each call goes on after the last
   * one returned, so that one that could not be fired stays where it is and holds up nobody.
   */
  List<Due> next(Instant now, int most) {
    if (nothingIsDue(now)) {
      return List.of();
    }
    List<Due> due = new ArrayList<>();
    Bytes end = endOf(now);
    try (KeyValueIterator<Bytes, byte[]> entries = from(scanFrom)) {
      while (due.size() < most) {
        if (!entries.hasNext()) {
          scanFrom = BEHIND_EVERYTHING;
          return due;
        }
        Bytes key = entries.next().key;
        if (key.compareTo(end) >= 0) {
          scanFrom = key;
          return due;
        }
        due.add(read(key));
        scanFrom = successor(key);
      }
    }
    return due;
  }

  /** How long the instance that comes next has been overdue; zero if none is. */
  Duration lag(Instant now) {
    if (nothingIsDue(now)) {
      return Duration.ZERO;
    }
    try (KeyValueIterator<Bytes, byte[]> entries = from(scanFrom)) {
      scanFrom = entries.hasNext() ? entries.peekNextKey() : BEHIND_EVERYTHING;
    }
    return nothingIsDue(now) ? Duration.ZERO : Duration.between(read(scanFrom).at(), now);
  }

  private boolean nothingIsDue(Instant now) {
    return scanFrom.compareTo(endOf(now)) >= 0;
  }

  private static Bytes endOf(Instant now) {
    return startOf(now.toEpochMilli() + 1);
  }

  // The store takes null for its end.
  @SuppressWarnings("NullAway")
  private KeyValueIterator<Bytes, byte[]> from(Bytes first) {
    return byInstant.range(first, null);
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
