package io.habeas.participant;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a person wants corrected, and to what (Art. 16). Held in memory for the time of one task;
 * never logged, never written to a topic.
 *
 * @param values the true value by data category of fideslang's taxonomy ({@code user.name}, {@code
 *     user.contact.email}, ...): what overwrites every field of that category
 * @param statement what the person wants to stand beside their records where nothing is, or can be,
 *     overwritten (legal rule L18); empty for none
 */
public record Corrections(Map<String, String> values, Optional<String> statement) {
  public static final Corrections NONE = new Corrections(Map.of(), Optional.empty());

  public Corrections {
    values = java.util.Collections.unmodifiableMap(new TreeMap<>(values));
  }

  public boolean isEmpty() {
    return values.isEmpty() && statement.isEmpty();
  }

  /** Names the categories, never the values. */
  @Override
  public String toString() {
    return "Corrections" + values.keySet() + (statement.isPresent() ? " and a statement" : "");
  }
}
