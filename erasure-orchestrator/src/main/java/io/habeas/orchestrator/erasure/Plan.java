package io.habeas.orchestrator.erasure;

import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.locate.Holding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be erased, as it was located, before anything is hidden.
 *
 * @param number how often the erasure came to plan; 0 before the first time
 * @param standing whether it may be carried out
 * @param counts what a person was asked to approve, by store; empty where nobody was asked
 */
public record Plan(int number, Standing standing, Map<ParticipantId, List<Holding>> counts) {
  static final Plan NONE = new Plan(0, Standing.NONE, Map.of());

  /** Whether a plan may be carried out. */
  public enum Standing {
    /** There is none. */
    NONE,
    /** The controller wants nobody's approval for it. */
    UNASKED,
    AWAITED,
    APPROVED
  }

  /**
   * When a person must approve.
   *
   * @param above how many records may be erased without; null for any number
   * @param tolerance by how many in a hundred the count of a collection may differ from what was
   *     approved, either way, before it is another plan
   */
  public record Approval(@Nullable Long above, int tolerance) {
    public Approval {
      if (above != null && above < 0 || tolerance < 0) {
        throw new IllegalArgumentException(
            "Expected no negative number of records and no negative tolerance but got %s and %d"
                .formatted(above, tolerance));
      }
    }

    /** Nobody must. */
    public static Approval unneeded() {
      return new Approval(null, 0);
    }

    private boolean isNeededFor(Map<ParticipantId, List<Holding>> counts) {
      return above != null
          && counts.values().stream().flatMap(List::stream).mapToLong(Holding::records).sum()
              > above;
    }

    private boolean covers(long approved, long now) {
      return Math.abs(now - approved) * 100 <= approved * tolerance;
    }
  }

  public Plan {
    Map<ParticipantId, List<Holding>> copy = new HashMap<>();
    counts.forEach((store, held) -> copy.put(store, List.copyOf(held)));
    counts = Map.copyOf(copy);
  }

  /** This one if what is located now may still be carried out by it; otherwise the one for that. */
  Plan asLocated(List<Store> stores, Approval approval) {
    Map<ParticipantId, List<Holding>> now = new HashMap<>();
    stores.forEach(store -> now.put(store.participant(), store.holdings()));
    boolean stands =
        switch (standing) {
          case NONE, AWAITED -> false;
          case UNASKED -> !approval.isNeededFor(now);
          case APPROVED -> !hasDrifted(now, approval);
        };
    if (stands) {
      return this;
    }
    // Whoever was asked once is asked about what it has become too.
    boolean asked = standing == Standing.AWAITED || standing == Standing.APPROVED;
    return asked || approval.isNeededFor(now)
        ? new Plan(number + 1, Standing.AWAITED, now)
        : new Plan(number + 1, Standing.UNASKED, Map.of());
  }

  private boolean hasDrifted(Map<ParticipantId, List<Holding>> now, Approval approval) {
    List<ParticipantId> all = new ArrayList<>(counts.keySet());
    all.addAll(now.keySet());
    return all.stream().anyMatch(store -> hasDrifted(of(counts, store), of(now, store), approval));
  }

  private static boolean hasDrifted(
      Map<String, Long> approved, Map<String, Long> now, Approval approval) {
    List<String> all = new ArrayList<>(approved.keySet());
    all.addAll(now.keySet());
    return all.stream()
        .anyMatch(
            collection ->
                !approval.covers(
                    approved.getOrDefault(collection, 0L), now.getOrDefault(collection, 0L)));
  }

  private static Map<String, Long> of(
      Map<ParticipantId, List<Holding>> counts, ParticipantId store) {
    Map<String, Long> records = new HashMap<>();
    counts
        .getOrDefault(store, List.of())
        .forEach(holding -> records.merge(holding.collection(), holding.records(), Long::sum));
    return records;
  }

  Plan approved() {
    return new Plan(number, Standing.APPROVED, counts);
  }

  /** Everything begins anew. */
  Plan dropped() {
    return new Plan(number, Standing.NONE, Map.of());
  }
}
