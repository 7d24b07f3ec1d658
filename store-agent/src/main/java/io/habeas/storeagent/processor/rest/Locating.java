package io.habeas.storeagent.processor.rest;

import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.Located;
import io.habeas.participant.YieldedIdentifier;
import io.habeas.storeagent.processor.ProcessorMap;
import io.habeas.storeagent.processor.ProcessorMap.Yield;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Counts what a processor holds about a person, and learns from it what the map lets it learn. */
final class Locating {
  /** Two are enough to know that there is more than one. */
  private static final int ENOUGH = 2;

  private final ProcessorMap map;
  private final Identifiers identifiers;
  private final Map<String, Long> counts = new HashMap<>();
  private final Map<Yield, Set<String>> values = new LinkedHashMap<>();

  private Locating(ProcessorMap map, Identifiers identifiers) {
    this.map = map;
    this.identifiers = identifiers;
  }

  static Located locate(Speaking speaking, Searching searching, Identifiers identifiers) {
    var locating = new Locating(speaking.map(), identifiers);
    searching.each(speaking.definition().actions().locate(), locating::take);
    return locating.located();
  }

  private void take(String collection, JsonNode record) {
    counts.merge(collection, 1L, Long::sum);
    for (Yield yield : map.yields()) {
      if (yield.collection().equals(collection)) {
        Set<String> known = values.computeIfAbsent(yield, y -> new LinkedHashSet<>());
        if (known.size() < ENOUGH) {
          Answers.text(record, yield.pointer()).ifPresent(known::add);
        }
      }
    }
  }

  private Located located() {
    boolean ambiguous = false;
    List<YieldedIdentifier> yields = new ArrayList<>();
    for (Map.Entry<Yield, Set<String>> entry : values.entrySet()) {
      Yield yield = entry.getKey();
      List<String> known = identifiers.of(yield.type());
      // One person has one of it, and the one that is proven, if one is.
      ambiguous |=
          entry.getValue().size() > 1
              || (!known.isEmpty()
                  && entry.getValue().stream()
                      .anyMatch(value -> known.stream().noneMatch(value::equalsIgnoreCase)));
      entry.getValue().stream()
          .map(
              value ->
                  new YieldedIdentifier(
                      yield.type(), value, yield.collection() + "." + yield.field()))
          .forEach(yields::add);
    }
    return new Located(new Counts(counts), ambiguous ? List.of() : yields, ambiguous);
  }
}
