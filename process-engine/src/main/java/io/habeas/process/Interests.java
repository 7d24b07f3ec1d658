package io.habeas.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which instances of one task wait for facts, and about what: by instance, and by subject. Costs
 * nothing while none does.
 */
final class Interests {
  private static final char BY_INSTANCE = 'i';
  private static final char BY_SUBJECT = 's';
  private static final String BETWEEN = "\0";
  private static final byte[] NOTHING = new byte[0];

  private final KeyValueStore<Bytes, byte[]> store;
  private final Set<String> subjectsAtStart = new HashSet<>();
  private long waiting;

  Interests(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
    try (KeyValueIterator<Bytes, byte[]> all = StoreKeys.all(store, BY_INSTANCE, "")) {
      while (all.hasNext()) {
        subjectsAtStart.addAll(split(all.next().value));
        waiting++;
      }
    }
  }

  /** What was waited for when this task started. */
  Set<String> subjectsAtStart() {
    return Set.copyOf(subjectsAtStart);
  }

  /** Replaces whatever {@code instance} waited for; empty for nothing. */
  void set(String instance, Set<String> subjects) {
    if (waiting == 0 && subjects.isEmpty()) {
      return;
    }
    Bytes name = StoreKeys.of(BY_INSTANCE, instance);
    byte[] stored = store.get(name);
    Set<String> before = stored == null ? Set.of() : split(stored);
    if (before.equals(subjects)) {
      return;
    }
    for (String subject : before) {
      if (!subjects.contains(subject)) {
        store.delete(entry(subject, instance));
      }
    }
    for (String subject : subjects) {
      if (!before.contains(subject)) {
        store.put(entry(subject, instance), NOTHING);
      }
    }
    if (subjects.isEmpty()) {
      store.delete(name);
    } else {
      store.put(name, joined(subjects));
    }
    waiting += (subjects.isEmpty() ? 0 : 1) - (before.isEmpty() ? 0 : 1);
  }

  /**
   * The next instances that wait for {@code subject}, in a fixed order.
   *
   * @param last the one after which to go on; empty for the beginning
   */
  List<String> of(String subject, String last, int most) {
    List<String> instances = new ArrayList<>();
    String prefix = subject + BETWEEN;
    try (KeyValueIterator<Bytes, byte[]> entries =
        StoreKeys.after(store, BY_SUBJECT, prefix, last)) {
      while (entries.hasNext() && instances.size() < most) {
        instances.add(StoreKeys.name(entries.next().key).substring(prefix.length()));
      }
    }
    return instances;
  }

  private static Bytes entry(String subject, String instance) {
    return StoreKeys.of(BY_SUBJECT, subject + BETWEEN + instance);
  }

  private static byte[] joined(Set<String> subjects) {
    return String.join(BETWEEN, new TreeSet<>(subjects)).getBytes(StandardCharsets.UTF_8);
  }

  private static Set<String> split(byte[] joined) {
    return Set.of(new String(joined, StandardCharsets.UTF_8).split(BETWEEN, -1));
  }
}
