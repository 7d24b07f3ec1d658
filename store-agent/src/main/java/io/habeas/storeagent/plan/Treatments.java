package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.map.RetentionRule.Meanwhile;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What becomes of a collection's records at erasure, as its fields and its rules say. */
final class Treatments {
  private final Planning planning;

  Treatments(Planning planning) {
    this.planning = planning;
  }

  /**
   * @param finders names of the fields by which a person's records are found
   */
  Treatment of(DataCollection collection, Set<String> finders) {
    Map<String, ErasureStrategy> strategies = new LinkedHashMap<>();
    for (DataField field : collection.fields()) {
      field.erasure().ifPresent(strategy -> strategies.put(field.name(), strategy));
      if (field.primaryKey()
          && field.erasure().filter(s -> !(s instanceof ErasureStrategy.Kept)).isPresent()) {
        planning.error(
            field.at(),
            "Expected %s to be kept, since it is part of the primary key, but it is changed",
            Planning.name(collection, field));
      }
    }
    if (collection.retention().isPresent()) {
      return retain(collection, collection.retention().get(), strategies);
    }
    if (strategies.isEmpty()) {
      return new Treatment.Delete();
    }
    for (DataField field : collection.fields()) {
      ErasureStrategy strategy = strategies.get(field.name());
      if (strategy == null && !field.primaryKey()) {
        planning.error(
            field.at(),
            "Expected every field of %s to say what becomes of it, since some do, but %s does not",
            collection.name(),
            field.name());
      } else if (finders.contains(field.name()) && (strategy == null || !strategy.severs())) {
        planning.error(
            field.at(),
            "Expected %s to be severed from the person, since its record stays, but it is kept",
            Planning.name(collection, field));
      }
    }
    return new Treatment.Anonymise(strategies);
  }

  private Treatment retain(
      DataCollection collection, RetentionRule rule, Map<String, ErasureStrategy> strategies) {
    for (String code : List.of(rule.rule(), rule.statute(), rule.jurisdiction())) {
      if (!Planning.isCode(code)) {
        planning.error(
            rule.at(), "Expected rule, statute and jurisdiction to be codes but one is not");
      }
    }
    if (collection.field(rule.from()).isEmpty()) {
      planning.error(
          rule.at(),
          "Expected retention of %s to count from one of its fields but there is no %s",
          collection.name(),
          rule.from());
    }
    if (rule.meanwhile().contains(Meanwhile.PSEUDONYMISE) == strategies.isEmpty()) {
      planning.error(
          rule.at(),
          "Expected %s to say pseudonymise and which fields, or neither, but it says one only",
          collection.name());
    }
    if (rule.meanwhile().contains(Meanwhile.RESTRICT)
        && collection.restriction() instanceof Restriction.None) {
      planning.error(
          rule.at(),
          "Expected %s to say how its records are restricted but it does not",
          collection.name());
    }
    if (rule.meanwhile().isEmpty()) {
      planning.error(
          rule.at(),
          "Expected retained records of %s to be restricted or pseudonymised but they are neither",
          collection.name());
    }
    return new Treatment.Retain(rule, strategies);
  }
}
