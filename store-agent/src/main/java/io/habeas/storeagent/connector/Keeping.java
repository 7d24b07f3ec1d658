package io.habeas.storeagent.connector;

import io.habeas.participant.Erased;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.Retained;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is kept under duties, summed up as it is told. */
public final class Keeping {
  private final Map<Duty, Retained> kept = new TreeMap<>();

  private record Duty(
      String collection, String rule, String ground, String statute, String jurisdiction)
      implements Comparable<Duty> {
    static Duty of(Retained one) {
      return new Duty(
          one.collection(), one.rule(), one.ground().name(), one.statute(), one.jurisdiction());
    }

    private List<String> terms() {
      return List.of(collection, rule, ground, statute, jurisdiction);
    }

    @Override
    public int compareTo(Duty other) {
      for (int i = 0; i < terms().size(); i++) {
        int order = terms().get(i).compareTo(other.terms().get(i));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }
  }

  /** Adds what is kept, one record or several. */
  public void add(Retained one) {
    kept.merge(Duty.of(one), one, Keeping::together);
  }

  /** All of it, one entry for each collection and duty, in their order. */
  public List<Retained> retained() {
    return List.copyOf(kept.values());
  }

  private static Retained together(Retained one, Retained other) {
    return new Retained(
        one.collection(),
        one.rule(),
        one.ground(),
        one.statute(),
        one.jurisdiction(),
        one.records() + other.records(),
        one.firstExpiry().isBefore(other.firstExpiry()) ? one.firstExpiry() : other.firstExpiry(),
        one.lastExpiry().isAfter(other.lastExpiry()) ? one.lastExpiry() : other.lastExpiry());
  }

  /**
   * What became of what was kept.
   *
   * @param gone how many records went, by collection
   * @param retained what is kept still
   */
  public static Erased told(Map<String, Long> gone, List<Retained> retained) {
    Map<String, Long> still = new LinkedHashMap<>();
    retained.forEach(one -> still.merge(one.collection(), one.records(), Long::sum));
    Map<String, CollectionOutcome> outcomes = new TreeMap<>();
    still.forEach((name, count) -> outcomes.put(name, new CollectionOutcome(name, 0, 0, count)));
    gone.forEach(
        (name, count) -> {
          if (count > 0) {
            outcomes.put(name, new CollectionOutcome(name, count, 0, still.getOrDefault(name, 0L)));
          }
        });
    return new Erased(List.copyOf(outcomes.values()), retained);
  }
}
