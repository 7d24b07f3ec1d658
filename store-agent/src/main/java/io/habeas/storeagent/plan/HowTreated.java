package io.habeas.storeagent.plan;

import io.habeas.participant.CollectionTreatment;
import io.habeas.participant.CollectionTreatment.Duty;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How collections are treated at an erasure, as a plan tells it: in codes, by collection. */
public final class HowTreated {
  private final Map<String, Parts> collections = new TreeMap<>();

  private static final class Parts {
    private final Set<CollectionTreatment.Treatment> treatments =
        EnumSet.noneOf(CollectionTreatment.Treatment.class);
    private final Set<String> strategies = new TreeSet<>();
    private final Set<Duty> duties = new LinkedHashSet<>();

    void becomes(Collection<ErasureStrategy> fields) {
      fields.forEach(strategy -> strategies.add(name(strategy)));
    }
  }

  /** Of a store in tables. */
  public static List<CollectionTreatment> of(StorePlan plan) {
    var all = new HowTreated();
    plan.tables().forEach(table -> all.add(table.name(), table.treatment()));
    return all.told();
  }

  /** Of a store in documents, parts of which may be treated apart. */
  public static List<CollectionTreatment> of(DocumentPlan plan) {
    var all = new HowTreated();
    for (DocumentPlan.Documents documents : plan.collections()) {
      documents.whole().ifPresent(part -> all.add(documents.name(), part.treatment()));
      documents.elements().forEach(part -> all.add(documents.name(), part.treatment()));
    }
    return all.told();
  }

  /** Of collections that go as a whole. */
  public static List<CollectionTreatment> erased(Collection<String> collections) {
    return collections.stream().sorted().map(CollectionTreatment::erased).toList();
  }

  /** Adds what becomes of a collection, or of a part of it. */
  public void add(String collection, Treatment treatment) {
    Parts parts = collections.computeIfAbsent(collection, name -> new Parts());
    switch (treatment) {
      case Treatment.Delete() -> parts.treatments.add(CollectionTreatment.Treatment.ERASED);
      case Treatment.Anonymise(var strategies) -> {
        parts.treatments.add(CollectionTreatment.Treatment.ANONYMISED);
        parts.becomes(strategies.values());
      }
      case Treatment.Retain(var rule, var strategies) -> {
        parts.treatments.add(CollectionTreatment.Treatment.ERASED);
        parts.becomes(strategies.values());
        parts.duties.add(duty(rule));
      }
    }
  }

  /** All that was added. */
  public List<CollectionTreatment> told() {
    return collections.entrySet().stream()
        .map(
            each ->
                new CollectionTreatment(
                    each.getKey(),
                    each.getValue().treatments,
                    each.getValue().strategies,
                    List.copyOf(each.getValue().duties)))
        .toList();
  }

  private static Duty duty(RetentionRule rule) {
    return new Duty(rule.rule(), rule.ground(), rule.statute(), rule.jurisdiction());
  }

  /** As the map names it. */
  private static String name(ErasureStrategy strategy) {
    return switch (strategy) {
      case ErasureStrategy.Nulled() -> "null";
      case ErasureStrategy.Constant constant -> "constant";
      case ErasureStrategy.KeyedHash() -> "keyed-hash";
      case ErasureStrategy.Randomised() -> "random";
      case ErasureStrategy.CountryOnly() -> "generalise-country";
      case ErasureStrategy.Generalised generalised -> "generalise";
      case ErasureStrategy.Kept() -> "keep";
    };
  }
}
