package io.habeas.process;

import io.habeas.process.Policy.Undeliverable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known in one partition beside the states of its instances, at the moment of a decision.
 * Every partition has a copy of its own.
 *
 * @param known in no particular order
 * @param obstacles why topics cannot be written, by name, of those that {@linkplain
 *     FactInputs#watched are watched}; one that can be written is not in it
 */
public record Facts<F>(List<F> known, Map<String, Undeliverable> obstacles) {

  public Facts {
    known = List.copyOf(known);
    obstacles = Map.copyOf(obstacles);
  }

  /** Nothing is known, and nothing is in the way. */
  public static <F> Facts<F> none() {
    return new Facts<>(List.of(), Map.of());
  }

  /** Why a watched topic cannot be written; empty if it can. */
  public Optional<Undeliverable> obstacle(String topic) {
    return Optional.ofNullable(obstacles.get(topic));
  }
}
