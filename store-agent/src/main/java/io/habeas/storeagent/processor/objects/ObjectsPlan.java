package io.habeas.storeagent.processor.objects;

import io.habeas.participant.Identifiers;
import io.habeas.storeagent.connector.KeyedHash;
import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.map.MapError;
import io.habeas.storeagent.map.WholeRecords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which kinds of objects are kept for people, and by which identifiers the ledger knows whose they
 * are.
 *
 * @param kinds names of collections, which are names of kinds of the definition
 * @param identifiers types, and how their values are compared
 */
public record ObjectsPlan(String dataset, Set<String> kinds, Map<String, Match> identifiers) {
  /** No other use of the key makes the same hash. */
  private static final String PURPOSE = "object-ledger";

  public ObjectsPlan {
    kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
    identifiers = Map.copyOf(identifiers);
  }

  /**
   * The plan of {@code dataset}.
   *
   * @throws InvalidMap if a collection is no kind of the definition, or wants what cannot be done
   *     with objects of somebody else's
   */
  static ObjectsPlan of(Dataset dataset, ProviderDefinition definition) {
    return of(dataset, Optional.of(definition.kinds().keySet()));
  }

  /**
   * The same, whatever kinds of objects the processor has.
   *
   * @throws InvalidMap if it wants what cannot be done with objects of somebody else's
   */
  public static ObjectsPlan of(Dataset dataset) {
    return of(dataset, Optional.empty());
  }

  private static ObjectsPlan of(Dataset dataset, Optional<Set<String>> possible) {
    List<MapError> errors = new ArrayList<>();
    Set<String> kinds = new TreeSet<>();
    Map<String, Match> identifiers = new TreeMap<>();
    for (DataCollection collection : dataset.collections()) {
      if (collection.skipped()) {
        continue;
      }
      if (possible.isPresent() && !possible.get().contains(collection.name())) {
        errors.add(
            new MapError(
                collection.at(),
                "Expected collection %s to be one of the kinds of objects %s but it is not"
                    .formatted(collection.name(), new TreeSet<>(possible.get()))));
      }
      if (collection.retention().isPresent()) {
        errors.add(
            new MapError(
                collection.at(),
                "Expected no duty to keep objects at a processor but collection %s has one"
                    .formatted(collection.name())));
      }
      errors.addAll(WholeRecords.withheld(collection));
      errors.addAll(WholeRecords.rulesOfFields(collection));
      kinds.add(collection.name());
      collection
          .fields()
          .forEach(
              field ->
                  field
                      .identity()
                      .or(field::identifier)
                      .ifPresent(type -> identifiers.put(type, field.match())));
    }
    if (errors.isEmpty() && identifiers.isEmpty()) {
      errors.add(
          new MapError(
              dataset.at(),
              "Expected a field of dataset %s to have an identity by which objects are reported but"
                      .formatted(dataset.key())
                  + " none has"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidMap(errors);
    }
    return new ObjectsPlan(dataset.key(), kinds, identifiers);
  }

  /** By which keys the ledger knows a person; empty if none of the identifiers is one of those. */
  Set<String> subjects(Identifiers person, KeyedHash hash) {
    Set<String> keys = new TreeSet<>();
    person
        .byType()
        .forEach(
            (type, values) ->
                values.forEach(value -> subject(type, value, hash).ifPresent(keys::add)));
    return keys;
  }

  /** By which key; empty if objects are not reported by identifiers of that type. */
  Optional<String> subject(String type, String value, KeyedHash hash) {
    return Optional.ofNullable(identifiers.get(type))
        .map(
            match ->
                switch (match) {
                  case EXACT -> value.strip();
                  case IGNORE_CASE -> value.strip().toLowerCase(Locale.ROOT);
                })
        .map(plain -> type + ":" + hash.of(PURPOSE + "\u0000" + type + "\u0000" + plain));
  }
}
