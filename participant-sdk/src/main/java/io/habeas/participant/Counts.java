package io.habeas.participant;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many records of each collection something is about.
 *
 * @param records by collection, each at least 1; a collection without records is not in it
 */
public record Counts(Map<String, Long> records) {
  public static final Counts NONE = new Counts(Map.of());

  public Counts {
    Map<String, Long> copy = new TreeMap<>(records);
    copy.values().removeIf(count -> count <= 0);
    records = java.util.Collections.unmodifiableMap(copy);
  }

  public boolean isEmpty() {
    return records.isEmpty();
  }
}
