package io.habeas.storeagent.processor;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.map.Location;
import io.habeas.storeagent.map.MapError;
import io.habeas.storeagent.map.WholeRecords;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the data map says of a processor: what it holds, and by which of its own identifiers people
 * are known there. A field is named as the processor names it; the identifier type of its values is
 * ours ({@code fides_meta.identity}, {@code habeas.identifier}).
 *
 * @param dataset its {@code fides_key}
 * @param collections the names of what it holds
 * @param identifiers our identifier types whose values each of the processor's identifiers has
 * @param yields fields that are verified and unique to one person, from which others learn an
 *     identifier
 */
public record ProcessorMap(
    String dataset,
    Set<String> collections,
    Map<String, Set<String>> identifiers,
    List<Yield> yields) {

  /** What may stand in a topic as a code. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,96}");

  public ProcessorMap {
    collections = Set.copyOf(collections);
    Map<String, Set<String>> copy = new TreeMap<>();
    identifiers.forEach((name, types) -> copy.put(name, Set.copyOf(types)));
    identifiers = java.util.Collections.unmodifiableMap(copy);
    yields = List.copyOf(yields);
  }

  /**
   * A field that tells an identifier.
   *
   * @param pointer where it is in a record of the collection (JSON Pointer, RFC 6901)
   * @param type the identifier's type
   */
  public record Yield(String collection, String field, String pointer, String type) {}

  /** Our types of which the processor's identifier has values; empty if the map has none. */
  public Set<String> typesOf(String processorsIdentifier) {
    return identifiers.getOrDefault(processorsIdentifier, Set.of());
  }

  /**
   * Reads a dataset as one of a processor.
   *
   * @throws InvalidMap with every error found, each with its line
   */
  public static ProcessorMap of(Dataset dataset) {
    var reading = new Reading();
    if (!CODE.matcher(dataset.key()).matches()) {
      reading.error(dataset.at(), "Expected the fides_key of a dataset to be a code but it is not");
    }
    dataset.collections().stream().filter(c -> !c.skipped()).forEach(reading::collection);
    if (reading.collections.isEmpty()) {
      reading.error(dataset.at(), "Expected a processor to hold something but it has nothing");
    }
    if (!reading.errors.isEmpty()) {
      throw new InvalidMap(reading.errors);
    }
    return new ProcessorMap(
        dataset.key(), reading.collections, reading.identifiers, reading.yields);
  }

  private static final class Reading {
    private final List<MapError> errors = new ArrayList<>();
    private final Set<String> collections = new LinkedHashSet<>();
    private final Map<String, Set<String>> identifiers = new TreeMap<>();
    private final List<Yield> yields = new ArrayList<>();

    private void error(Location at, String message, Object... arguments) {
      errors.add(new MapError(at, message.formatted(arguments)));
    }

    private void collection(DataCollection collection) {
      String name = collection.name();
      if (!CODE.matcher(name).matches()) {
        error(collection.at(), "Expected the name of a collection to be a code but it is not");
      }
      if (!collections.add(name)) {
        error(collection.at(), "Expected %s once but it is there twice", name);
      }
      if (collection.retention().isPresent()
          || collection.objects().isPresent()
          || collection.restriction().hides()) {
        error(
            collection.at(),
            "Expected %s to say what a processor holds, and its definition what can be done, but it"
                + " has a retention, objects or a restriction",
            name);
      }
      errors.addAll(WholeRecords.withheld(collection));
      errors.addAll(WholeRecords.rulesOfFields(collection));
      collection.fields().forEach(field -> field(name, "", field));
    }

    private void field(String collection, String parent, DataField field) {
      String path = parent + "/" + field.name().replace("~", "~0").replace("/", "~1");
      if (!field.references().isEmpty()) {
        error(
            field.at(),
            "Expected %s.%s to have no reference, since a processor knows people by its own"
                + " identifiers, but it has",
            collection,
            field.name());
      }
      Optional<String> type = field.identity().or(field::identifier);
      type.ifPresent(ours -> identifier(collection, path, field, ours));
      field.fields().forEach(inner -> field(collection, path, inner));
    }

    private void identifier(String collection, String path, DataField field, String type) {
      if (!CODE.matcher(type).matches()) {
        error(field.at(), "Expected an identifier type to be a code but it is not");
        return;
      }
      identifiers.computeIfAbsent(field.name(), n -> new LinkedHashSet<>()).add(type);
      if (field.verified() && field.unique()) {
        yields.add(new Yield(collection, field.name(), path, type));
      }
    }
  }
}
