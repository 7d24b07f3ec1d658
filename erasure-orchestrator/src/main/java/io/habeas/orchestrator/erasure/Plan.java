package io.habeas.orchestrator.erasure;

import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.locate.Holding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is to be erased, as it was located, before anything is hidden.
 *
 * @param number how often the erasure came to plan; 0 before the first time
 * @param standing whether it may be carried out
 * @param asked what a person was asked to approve, by store; empty where nobody was asked
 */
public record Plan(int number, Standing standing, Map<ParticipantId, Share> asked) {
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

    private boolean isNeededFor(Map<ParticipantId, Share> shares) {
      return above != null
          && shares.values().stream()
                  .flatMap(share -> share.holdings().stream())
                  .mapToLong(Holding::records)
                  .sum()
              > above;
    }

    private boolean covers(long approved, long now) {
      return Math.abs(now - approved) * 100 <= approved * tolerance;
    }
  }

  /**
   * What of it is one store's.
   *
   * @param holdings how many records of each collection
   * @param treated how they are treated, where the store says so
   */
  public record Share(List<Holding> holdings, List<Treated> treated) {
    static final Share NONE = new Share(List.of(), List.of());

    public Share {
      holdings = List.copyOf(holdings);
      treated = List.copyOf(treated);
    }

    private Map<String, Long> records() {
      Map<String, Long> records = new HashMap<>();
      holdings.forEach(
          holding -> records.merge(holding.collection(), holding.records(), Long::sum));
      return records;
    }

    /** How the collections are treated in which anything is held. */
    private Set<Treated> treatedHoldings() {
      Map<String, Long> records = records();
      return treated.stream()
          .filter(each -> records.getOrDefault(each.collection(), 0L) > 0)
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  public Plan {
    asked = Map.copyOf(asked);
  }

  /** This one if what is located now may still be carried out by it; otherwise the one for that. */
  Plan asLocated(List<Store> stores, Approval approval) {
    Map<ParticipantId, Share> now = new HashMap<>();
    stores.forEach(
        store -> now.put(store.participant(), new Share(store.holdings(), store.treated())));
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
    boolean askedBefore = standing == Standing.AWAITED || standing == Standing.APPROVED;
    return askedBefore || approval.isNeededFor(now)
        ? new Plan(number + 1, Standing.AWAITED, now)
        : new Plan(number + 1, Standing.UNASKED, Map.of());
  }

  private boolean hasDrifted(Map<ParticipantId, Share> now, Approval approval) {
    Set<ParticipantId> all = new HashSet<>(asked.keySet());
    all.addAll(now.keySet());
    return all.stream()
        .anyMatch(
            store ->
                hasDrifted(
                    asked.getOrDefault(store, Share.NONE),
                    now.getOrDefault(store, Share.NONE),
                    approval));
  }

  /** Another treatment is drift however many records it is about. */
  private static boolean hasDrifted(Share approved, Share now, Approval approval) {
    Map<String, Long> before = approved.records();
    Map<String, Long> after = now.records();
    Set<String> all = new HashSet<>(before.keySet());
    all.addAll(after.keySet());
    return all.stream()
            .anyMatch(
                collection ->
                    !approval.covers(
                        before.getOrDefault(collection, 0L), after.getOrDefault(collection, 0L)))
        || !approved.treatedHoldings().equals(now.treatedHoldings());
  }

  Plan approved() {
    return new Plan(number, Standing.APPROVED, asked);
  }

  /** Everything begins anew. */
  Plan dropped() {
    return new Plan(number, Standing.NONE, Map.of());
  }
}
