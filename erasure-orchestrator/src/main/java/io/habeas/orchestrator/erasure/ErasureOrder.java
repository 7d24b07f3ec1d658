package io.habeas.orchestrator.erasure;

import io.habeas.protocol.ParticipantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which stores are erased before which: a source before what is derived from it, lest it is derived
 * again, and the store that holds the identity last, by which all others find the person. A store
 * waits for those before it also while they are held.
 *
 * @param after by store, those that are erased before it
 */
public record ErasureOrder(Map<ParticipantId, Set<ParticipantId>> after) {

  /**
   * @throws IllegalArgumentException if stores wait for each other in a circle
   */
  public ErasureOrder {
    Map<ParticipantId, Set<ParticipantId>> copy = new HashMap<>();
    after.forEach((store, before) -> copy.put(store, Set.copyOf(before)));
    after = Map.copyOf(copy);
    Set<ParticipantId> waiting = new HashSet<>(after.keySet());
    while (waiting.removeIf(inOrder(after, waiting))) {
      // Each round takes out those that wait for nobody who is left.
    }
    if (!waiting.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected an order of erasure but these wait for each other: "
              + waiting.stream().map(ParticipantId::name).sorted().toList());
    }
  }

  /** Everybody at once. */
  public static ErasureOrder none() {
    return new ErasureOrder(Map.of());
  }

  /**
   * Whose turn it is.
   *
   * @param erasable those that may be erased
   * @param present those that are not erased yet, held ones included
   */
  List<ParticipantId> next(List<ParticipantId> erasable, Collection<ParticipantId> present) {
    return after.isEmpty() ? erasable : erasable.stream().filter(inOrder(after, present)).toList();
  }

  private static Predicate<ParticipantId> inOrder(
      Map<ParticipantId, Set<ParticipantId>> after, Collection<ParticipantId> present) {
    return store -> after.getOrDefault(store, Set.of()).stream().noneMatch(present::contains);
  }
}
