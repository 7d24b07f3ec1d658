package io.habeas.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keys of a store in which several kinds of entry lie, each under a prefix of its own. */
final class StoreKeys {
  /** No text in UTF-8 has this byte in it. */
  private static final byte BEHIND_EVERY_TEXT = (byte) 0xFF;

  private StoreKeys() {}

  static Bytes of(char kind, String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(1 + text.length).put((byte) kind).put(text).array());
  }

  /** What follows the kind. */
  static String name(Bytes key) {
    return new String(key.get(), 1, key.get().length - 1, StandardCharsets.UTF_8);
  }

  /** Every entry of a kind whose name begins with {@code prefix}. */
  static KeyValueIterator<Bytes, byte[]> all(
      KeyValueStore<Bytes, byte[]> store, char kind, String prefix) {
    return after(store, kind, prefix, "");
  }

  /** The same, but those only that come after {@code prefix + last}; empty for all. */
  static KeyValueIterator<Bytes, byte[]> after(
      KeyValueStore<Bytes, byte[]> store, char kind, String prefix, String last) {
    byte[] from = of(kind, prefix + last).get();
    byte[] begin = last.isEmpty() ? from : ByteBuffer.allocate(from.length + 1).put(from).array();
    byte[] all = of(kind, prefix).get();
    byte[] end = ByteBuffer.allocate(all.length + 1).put(all).put(BEHIND_EVERY_TEXT).array();
    return store.range(Bytes.wrap(begin), Bytes.wrap(end));
  }
}
