package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.plan.Outline;
import io.habeas.storeagent.plan.Outline.Piece;
import io.habeas.storeagent.plan.StorePlan.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is found, and by what, when a request knows a person by some identifiers: round by round, as
 * stores yield what other stores need.
 *
 * @param identities identifier types that are known at first
 * @param steps in the order in which they are taken
 * @param yields where each further identifier type is from, in the order in which they come up
 * @param missed what is not found at all
 */
record Traversal(
    Set<String> identities, List<Step> steps, Map<String, Source> yields, List<Missed> missed) {
  Traversal {
    identities = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(identities));
    steps = List.copyOf(steps);
    yields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(yields));
    missed = List.copyOf(missed);
  }

  /**
   * One piece is looked for.
   *
   * @param number from 1
   * @param round of the request, from 1
   * @param ways by what it is found, at least one; the first is the one that gets there first
   */
  record Step(int number, int round, String dataset, Piece piece, List<Way> ways) {
    Step {
      ways = List.copyOf(ways);
    }

    String name() {
      return dataset + "." + piece.collection() + piece.list().map(list -> "." + list).orElse("");
    }
  }

  /** By what a piece is found. */
  sealed interface Way {
    /** Its {@code field} holds an identifier of {@code type}. */
    record ByIdentifier(String type, String field) implements Way {}

    /** It hangs on what was found before. */
    record ByLink(Link link) implements Way {}
  }

  /** The field of a step that yields an identifier. */
  record Source(Step step, String field) {}

  /** A piece that is not found. */
  record Missed(String dataset, Piece piece) {}

  static Traversal of(List<Outline> outlines, Set<String> identities) {
    Set<String> known = new LinkedHashSet<>(identities);
    List<Step> steps = new ArrayList<>();
    Map<String, Source> yields = new LinkedHashMap<>();
    List<Missed> left = new ArrayList<>();
    outlines.forEach(
        outline ->
            outline.pieces().forEach(piece -> left.add(new Missed(outline.dataset(), piece))));
    int round = 1;
    boolean progress = true;
    while (progress) {
      progress = false;
      Set<String> before = Set.copyOf(known);
      for (Missed candidate : List.copyOf(left)) {
        List<Way> ways = ways(candidate, before, steps);
        if (!ways.isEmpty()) {
          var step =
              new Step(steps.size() + 1, round, candidate.dataset(), candidate.piece(), ways);
          steps.add(step);
          left.remove(candidate);
          progress = true;
          candidate
              .piece()
              .yields()
              .forEach(
                  (field, type) -> {
                    if (known.add(type)) {
                      yields.put(type, new Source(step, field));
                    }
                  });
        }
      }
      progress |= !before.equals(known);
      round++;
    }
    return new Traversal(identities, steps, yields, left);
  }

  private static List<Way> ways(Missed candidate, Set<String> known, List<Step> steps) {
    List<Way> ways = new ArrayList<>();
    candidate
        .piece()
        .finders()
        .forEach(
            (field, type) -> {
              if (known.contains(type)) {
                ways.add(new Way.ByIdentifier(type, field));
              }
            });
    candidate.piece().links().stream()
        .filter(link -> origin(candidate.dataset(), link, steps).isPresent())
        .forEach(link -> ways.add(new Way.ByLink(link)));
    return ways;
  }

  /**
   * The step on which {@code step} hangs by its first way; empty where an identifier leads to it.
   */
  Optional<Step> origin(Step step) {
    return step.ways().getFirst() instanceof Way.ByLink(var link)
        ? origin(step.dataset(), link, steps)
        : Optional.empty();
  }

  private static Optional<Step> origin(String dataset, Link link, List<Step> steps) {
    return steps.stream()
        .filter(step -> step.dataset().equals(dataset))
        .filter(step -> step.piece().collection().equals(link.from()))
        .findFirst();
  }

  /** Where the identifier {@code type} is from, which some step yields. */
  Source source(String type) {
    return Optional.ofNullable(yields.get(type)).orElseThrow();
  }

  /** The steps that the identifier {@code type} leads to first. */
  List<Step> foundBy(String type) {
    return steps.stream()
        .filter(
            step ->
                step.ways().getFirst() instanceof Way.ByIdentifier(var found, _)
                    && found.equals(type))
        .toList();
  }

  /** The steps that hang on {@code step} first. */
  List<Step> hangingOn(Step step) {
    return steps.stream().filter(other -> origin(other).filter(step::equals).isPresent()).toList();
  }

  /** The identifier types that {@code step} is the first to yield. */
  List<String> yieldedBy(Step step) {
    return yields.entrySet().stream()
        .filter(entry -> entry.getValue().step().equals(step))
        .map(Map.Entry::getKey)
        .toList();
  }
}
