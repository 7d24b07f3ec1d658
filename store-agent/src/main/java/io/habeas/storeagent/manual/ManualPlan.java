package io.habeas.storeagent.manual;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.map.ManualRule;
import io.habeas.storeagent.map.MapError;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.map.WholeRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What people look after, and by which identifiers they find somebody.
 *
 * @param dataset the dataset it follows from
 * @param needs identifier types that are shown to whoever works on a task
 */
public record ManualPlan(String dataset, List<ManualCollection> collections, Set<String> needs) {
  public ManualPlan {
    collections = List.copyOf(collections);
    needs = Set.copyOf(needs);
  }

  /**
   * Files on a shelf, say.
   *
   * @param retention why its records may have to be kept; empty for none
   */
  public record ManualCollection(String name, ManualRule rule, Optional<RetentionRule> retention) {}

  /**
   * The plan of {@code dataset}.
   *
   * @throws InvalidMap if a collection has no rule, or no identifier leads to a person
   */
  public static ManualPlan of(Dataset dataset) {
    List<MapError> errors = new ArrayList<>();
    List<ManualCollection> collections = new ArrayList<>();
    Set<String> needs = new TreeSet<>();
    for (DataCollection collection : dataset.collections()) {
      if (collection.skipped()) {
        continue;
      }
      Optional<ManualRule> rule = collection.manual();
      if (rule.isEmpty()) {
        errors.add(
            new MapError(
                collection.at(),
                "Expected collection %s to say under habeas.manual who looks after it but it does"
                        .formatted(collection.name())
                    + " not"));
        continue;
      }
      errors.addAll(WholeRecords.withheld(collection));
      errors.addAll(WholeRecords.rulesOfFields(collection));
      collection.fields().forEach(field -> identifier(field).ifPresent(needs::add));
      collections.add(new ManualCollection(collection.name(), rule.get(), collection.retention()));
    }
    if (errors.isEmpty() && needs.isEmpty()) {
      errors.add(
          new MapError(
              dataset.at(),
              "Expected a field of dataset %s to have an identity by which people are found but"
                      .formatted(dataset.key())
                  + " none has"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidMap(errors);
    }
    return new ManualPlan(dataset.key(), collections, needs);
  }

  private static Optional<String> identifier(DataField field) {
    return field.identity().or(field::identifier);
  }

  /** Names of the collections. */
  public Set<String> names() {
    return collections.stream().map(ManualCollection::name).collect(Collectors.toSet());
  }

  Optional<ManualCollection> collection(String name) {
    return collections.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Who looks after them. */
  Set<String> teams() {
    return collections.stream()
        .map(each -> each.rule().team())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
