package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.Restriction;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.map.RetentionRule.Meanwhile;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    var strategies = new FieldStrategies(planning, collection, finders);
    List<DataField> retained =
        collection.fields().stream().filter(field -> field.retention().isPresent()).toList();
    if (!retained.isEmpty()) {
      return retainFields(collection, retained, strategies);
    }
    if (collection.retention().isPresent()) {
      RetentionRule rule = collection.retention().get();
      boolean changed = rule.meanwhile().contains(Meanwhile.PSEUDONYMISE);
      return retain(collection, rule, changed ? strategies.all() : strategies.said());
    }
    Map<String, ErasureStrategy> all = strategies.all();
    if (all.isEmpty()) {
      return new Treatment.Delete();
    }
    strategies.requireAll("some do");
    for (DataField field : collection.fields()) {
      ErasureStrategy strategy = all.get(field.name());
      // That it says nothing at all was complained about, unless it is part of the key.
      boolean stays = strategy == null ? field.primaryKey() : !strategy.severs();
      if (finders.contains(field.name()) && stays) {
        planning.error(
            field.at(),
            "Expected %s to be severed from the person, since its record stays, but it is kept",
            Planning.name(collection, field));
      }
    }
    return new Treatment.Anonymise(all);
  }

  /** The record stays for what must be kept of it; everything else in it goes at once. */
  private Treatment retainFields(
      DataCollection collection, List<DataField> retained, FieldStrategies strategies) {
    RetentionRule first = retained.getFirst().retention().orElseThrow();
    collection
        .retention()
        .ifPresent(
            rule ->
                planning.error(
                    first.at(),
                    "Expected retention of %s as a whole, as at %s, or of its fields but it is of"
                        + " both",
                    collection.name(),
                    rule.at()));
    for (DataField field : retained) {
      RetentionRule rule = field.retention().orElseThrow();
      if (!rule.rule().equals(first.rule()) || !rule.period().equals(first.period())) {
        planning.error(
            rule.at(),
            "Expected the fields of %s to be retained under one rule, as at %s, but this is"
                + " another",
            collection.name(),
            first.at());
      }
      if (field.erasure().isPresent()) {
        planning.error(
            field.at(),
            "Expected %s to be retained or to say what becomes of it but it is both",
            Planning.name(collection, field));
      }
    }
    strategies.requireAll("some are retained");
    Set<Meanwhile> meanwhile = EnumSet.of(Meanwhile.PSEUDONYMISE);
    meanwhile.addAll(first.meanwhile());
    return retain(
        collection,
        new RetentionRule(
            first.rule(),
            first.period(),
            first.from(),
            first.ground(),
            first.statute(),
            first.jurisdiction(),
            meanwhile,
            first.at()),
        strategies.all());
  }

  private Treatment retain(
      DataCollection collection, RetentionRule rule, Map<String, ErasureStrategy> strategies) {
    for (String code : List.of(rule.rule(), rule.statute(), rule.jurisdiction())) {
      if (!Planning.isCode(code)) {
        planning.error(
            rule.at(), "Expected rule, statute and jurisdiction to be codes but one is not");
      }
    }
    Optional<DataField> from = collection.field(rule.from());
    if (from.isEmpty()) {
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
