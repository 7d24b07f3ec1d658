package io.habeas.participant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The identifiers of one person, by type. Only proven or yielded ones are ever granted. Held in
 * memory for the time of one task; never logged, never written to a topic.
 *
 * @param byType values by identifier type ({@code email}, {@code account_id}, ...)
 */
public record Identifiers(Map<String, List<String>> byType) {
  public static final Identifiers NONE = new Identifiers(Map.of());

  public Identifiers {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    byType.forEach((type, values) -> copy.put(type, List.copyOf(values)));
    byType = Map.copyOf(copy);
  }

  /** The values of one type; empty if there are none. */
  public List<String> of(String type) {
    return byType.getOrDefault(type, List.of());
  }

  public Set<String> types() {
    return byType.keySet();
  }

  /** Names the types, never the values. */
  @Override
  public String toString() {
    return "Identifiers" + types();
  }
}
