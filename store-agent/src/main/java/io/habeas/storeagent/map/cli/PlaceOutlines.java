package io.habeas.storeagent.map.cli;

import io.habeas.storeagent.manual.ManualPlan;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.ErasureStrategy;
import io.habeas.storeagent.map.RetentionRule;
import io.habeas.storeagent.plan.Outline;
import io.habeas.storeagent.plan.Outline.Hiding;
import io.habeas.storeagent.plan.Outline.Piece;
import io.habeas.storeagent.plan.StorePlan.Treatment;
import io.habeas.storeagent.processor.ProcessorMap;
import io.habeas.storeagent.processor.objects.ObjectsPlan;
import io.habeas.storeagent.redis.KeyPlan;
import io.habeas.storeagent.redis.KeyPlan.KeySet;
import io.habeas.storeagent.redis.KeyPlan.Owner;
import io.habeas.storeagent.s3.ObjectPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Outlines of stores in which things are found by where they lie. */
final class PlaceOutlines {
  private PlaceOutlines() {}

  static Outline of(ObjectPlan plan, Dataset dataset) {
    List<Piece> pieces = new ArrayList<>();
    for (ObjectPlan.ObjectSet set : plan.sets()) {
      pieces.add(
          new Piece(
              set.name(),
              Optional.empty(),
              Map.of(set.tag().isPresent() ? "tag" : "key", set.identifier()),
              List.of(),
              treatment(set.retention(), Map.of()),
              hiding(dataset, set.name()),
              Map.of(),
              set.withheld().map(reason -> Map.of("content", reason)).orElse(Map.of()),
              true,
              pieces.size() + 1));
    }
    return new Outline(plan.dataset(), pieces);
  }

  static Outline of(KeyPlan plan, Dataset dataset) {
    List<Piece> pieces = new ArrayList<>();
    for (KeySet set : plan.sets()) {
      pieces.add(
          new Piece(
              set.name(),
              Optional.empty(),
              Map.of(place(set.owner()), set.owner().identifier()),
              List.of(),
              treatment(set.retention(), set.strategies()),
              hiding(dataset, set.name()),
              Map.of(),
              withheld(set),
              true,
              pieces.size() + 1));
    }
    return new Outline(plan.dataset(), pieces);
  }

  /** A processor knows people by its own identifiers, whatever it holds of them. */
  static Outline of(ProcessorMap map) {
    Map<String, String> finders = new LinkedHashMap<>();
    map.identifiers()
        .forEach((name, types) -> types.forEach(type -> finders.putIfAbsent(name, type)));
    List<Piece> pieces = new ArrayList<>();
    for (String collection : new TreeSet<>(map.collections())) {
      Map<String, String> yields = new LinkedHashMap<>();
      map.yields().stream()
          .filter(found -> found.collection().equals(collection))
          .forEach(found -> yields.put(found.field(), found.type()));
      pieces.add(
          new Piece(
              collection,
              Optional.empty(),
              finders,
              List.of(),
              new Treatment.Delete(),
              new Hiding.ByProcessor(),
              yields,
              Map.of(),
              true,
              pieces.size() + 1));
    }
    return new Outline(map.dataset(), pieces);
  }

  /** Objects at a processor are the ledger's to find: by whom it was told that they are. */
  static Outline of(ObjectsPlan plan, Dataset dataset) {
    List<Piece> pieces = new ArrayList<>();
    for (String kind : plan.kinds()) {
      pieces.add(
          whole(kind, finders(dataset), new Treatment.Delete(), Hiding.none(), pieces.size() + 1));
    }
    return new Outline(plan.dataset(), pieces);
  }

  /** Whoever looks after something is told all that people are found by. */
  static Outline of(ManualPlan plan, Dataset dataset) {
    List<Piece> pieces = new ArrayList<>();
    for (var collection : plan.collections()) {
      pieces.add(
          whole(
              collection.name(),
              finders(dataset),
              treatment(collection.retention(), Map.of()),
              new Hiding.ByPeople(),
              pieces.size() + 1));
    }
    return new Outline(plan.dataset(), pieces);
  }

  private static Piece whole(
      String collection,
      Map<String, String> finders,
      Treatment treatment,
      Hiding hiding,
      int turn) {
    return new Piece(
        collection,
        Optional.empty(),
        finders,
        List.of(),
        treatment,
        hiding,
        Map.of(),
        Map.of(),
        true,
        turn);
  }

  /** Identifier types by the names of the fields that have them, of all collections. */
  private static Map<String, String> finders(Dataset dataset) {
    Map<String, String> finders = new LinkedHashMap<>();
    dataset.collections().stream()
        .filter(collection -> !collection.skipped())
        .flatMap(collection -> collection.fields().stream())
        .forEach(
            field ->
                field
                    .identity()
                    .or(field::identifier)
                    .ifPresent(type -> finders.putIfAbsent(field.name(), type)));
    return finders;
  }

  private static String place(Owner owner) {
    return switch (owner) {
      case Owner.ByKey key -> "key";
      case Owner.ByMember member -> "member";
      case Owner.ByField field -> field.field();
    };
  }

  private static Map<String, String> withheld(KeySet set) {
    Map<String, String> withheld = new LinkedHashMap<>();
    set.withheld().ifPresent(reason -> withheld.put("content", reason));
    set.fields()
        .forEach((path, field) -> field.withheld().ifPresent(reason -> withheld.put(path, reason)));
    return withheld;
  }

  private static Treatment treatment(
      Optional<RetentionRule> retention, Map<String, ErasureStrategy> strategies) {
    if (retention.isPresent()) {
      return new Treatment.Retain(retention.get(), strategies);
    }
    return strategies.isEmpty() ? new Treatment.Delete() : new Treatment.Anonymise(strategies);
  }

  private static Hiding hiding(Dataset dataset, String collection) {
    return dataset
        .collection(collection)
        .<Hiding>map(each -> new Hiding.ByMap(each.restriction()))
        .orElseGet(Hiding::none);
  }
}
