package io.habeas.orchestrator.erasure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How what is known to be kept in one store compares with what the store says by itself (L20).
 *
 * @param asOf as of when it last said anything about it, by its own clock: statements of one store
 *     are put in order by nobody else's
 * @param lookedAt when that was looked at, by ours
 * @param differences one for each rule under which they differ
 */
public record Comparison(Instant asOf, Instant lookedAt, List<Difference> differences) {
  private static final Comparator<Retention> ORDER =
      Comparator.comparing(Retention::firstExpiry)
          .thenComparing(Retention::lastExpiry)
          .thenComparing(Retention::statute)
          .thenComparing(Retention::jurisdiction)
          .thenComparing(Retention::ground)
          .thenComparing(Retention::records);

  public Comparison {
    differences = List.copyOf(differences);
  }

  /**
   * What differs under one rule.
   *
   * @param expected what is known to be kept; empty for nothing
   * @param reported what the store says; empty for nothing
   * @param since when it was noticed first that anything does, by our clock
   */
  public record Difference(
      String collection,
      String rule,
      List<Retention> expected,
      List<Retention> reported,
      Instant since) {
    public Difference {
      expected = List.copyOf(expected);
      reported = List.copyOf(reported);
    }

    private boolean isUnderSameRuleAs(Difference other) {
      return collection.equals(other.collection) && rule.equals(other.rule);
    }
  }

  private record Rule(String collection, String name) implements Comparable<Rule> {
    @Override
    public int compareTo(Rule other) {
      int order = collection.compareTo(other.collection);
      return order != 0 ? order : name.compareTo(other.name);
    }
  }

  /** The same, looked at now. */
  Comparison lookedAt(Instant at) {
    return new Comparison(asOf, at, differences);
  }

  /** What differs now; what did before is noticed since then. */
  Comparison with(List<Retention> expected, List<Retention> reported, Instant asOf, Instant at) {
    Map<Rule, List<Retention>> known = byRule(expected);
    Map<Rule, List<Retention>> said = byRule(reported);
    Map<Rule, List<Retention>> all = new TreeMap<>(known);
    all.putAll(said);
    List<Difference> now = new ArrayList<>();
    for (Rule rule : all.keySet()) {
      List<Retention> one = known.getOrDefault(rule, List.of());
      List<Retention> other = said.getOrDefault(rule, List.of());
      if (!one.equals(other)) {
        now.add(since(new Difference(rule.collection(), rule.name(), one, other, at)));
      }
    }
    return new Comparison(asOf, at, now);
  }

  private Difference since(Difference now) {
    Optional<Difference> before = differences.stream().filter(now::isUnderSameRuleAs).findFirst();
    return before.isEmpty()
        ? now
        : new Difference(
            now.collection(), now.rule(), now.expected(), now.reported(), before.get().since());
  }

  private static Map<Rule, List<Retention>> byRule(List<Retention> statements) {
    Map<Rule, List<Retention>> all = new TreeMap<>();
    statements.stream()
        .filter(kept -> kept.records() > 0)
        .sorted(ORDER)
        .forEach(
            kept ->
                all.computeIfAbsent(
                        new Rule(kept.collection(), kept.rule()), rule -> new ArrayList<>())
                    .add(kept));
    return all;
  }
}
