package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.CollectionName;
import io.habeas.storeagent.map.DataMap.DataCollection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** In which order collections are erased. */
final class ErasingOrder {
  private ErasingOrder() {}

  /**
   * Names of the collections: what was found last goes first, so that nothing goes before what was
   * found by it, unless {@code erase_after} says otherwise.
   *
   * @param found their names, each after those that lead to it
   */
  static List<String> of(Planning planning, List<String> found) {
    Map<String, DataCollection> collections = planning.collections();
    collections
        .values()
        .forEach(collection -> planning.checkNames(collection, collection.order().eraseAfter()));
    Set<String> left = new LinkedHashSet<>(found.reversed());
    List<String> order = new ArrayList<>();
    while (!left.isEmpty()) {
      String next =
          left.stream()
              .filter(name -> before(planning, name).stream().noneMatch(left::contains))
              .findFirst()
              .orElse("");
      if (next.isEmpty()) {
        left.forEach(name -> refuseCycle(planning, name, left));
        return List.copyOf(order);
      }
      order.add(next);
      left.remove(next);
    }
    return List.copyOf(order);
  }

  private static List<String> before(Planning planning, String name) {
    DataCollection collection = planning.collections().get(name);
    return collection == null ? List.of() : planning.inDataset(collection.order().eraseAfter());
  }

  private static void refuseCycle(Planning planning, String name, Set<String> left) {
    DataCollection collection = planning.collections().get(name);
    if (collection == null) {
      return;
    }
    for (CollectionName other : collection.order().eraseAfter()) {
      if (other.dataset().equals(planning.dataset().key()) && left.contains(other.collection())) {
        planning.error(
            other.at(),
            "Expected erase_after without a cycle but %s is to be erased after %s, and that after"
                + " it",
            name,
            other.collection());
      }
    }
  }
}
