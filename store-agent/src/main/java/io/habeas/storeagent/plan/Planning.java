package io.habeas.storeagent.plan;

import io.habeas.storeagent.map.DataMap.CollectionName;
import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.DataMap.Direction;
import io.habeas.storeagent.map.DataMap.Rectification;
import io.habeas.storeagent.map.DataMap.Reference;
import io.habeas.storeagent.map.InvalidMap;
import io.habeas.storeagent.map.Location;
import io.habeas.storeagent.map.MapError;
import io.habeas.storeagent.plan.StorePlan.Column;
import io.habeas.storeagent.plan.StorePlan.Link;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What planning needs of a dataset whatever the kind of its store: its collections, each with a
 * flat list of fields, and every error found so far.
 */
final class Planning {
  /** What may stand in a topic as a code. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,96}");

  private final Dataset dataset;
  private final Map<String, DataCollection> collections = new LinkedHashMap<>();
  private final Set<MapError> errors = new LinkedHashSet<>();

  Planning(Dataset dataset) {
    this.dataset = dataset;
  }

  Dataset dataset() {
    return dataset;
  }

  /** What was collected, by name, in the order of the map. */
  Map<String, DataCollection> collections() {
    return collections;
  }

  void error(Location at, String message, Object... arguments) {
    errors.add(new MapError(at, message.formatted(arguments)));
  }

  void failOnErrors() {
    if (!errors.isEmpty()) {
      throw new InvalidMap(List.copyOf(errors));
    }
  }

  /** Takes {@code collection} in, its fields flat. */
  void collect(DataCollection collection) {
    if (!isCode(collection.name())) {
      error(collection.at(), "Expected the name of a collection to be a code but it is not");
    }
    if (collection.objects().isPresent()) {
      error(
          collection.at(),
          "Expected %s to be made of records but it is made of objects",
          collection.name());
    }
    if (collections.put(collection.name(), collection) != null) {
      error(collection.at(), "Expected %s once but it is there twice", collection.name());
    }
    Set<String> names = new HashSet<>();
    for (DataField field : collection.fields()) {
      if (!names.add(field.name())) {
        error(field.at(), "Expected %s once but it is there twice", name(collection, field));
      }
      checkWriting(collection, field);
      field
          .identifierType()
          .filter(type -> !isCode(type))
          .ifPresent(
              type ->
                  error(
                      field.at(),
                      "Expected the identifier type of %s to be a code but it is not",
                      name(collection, field)));
      if ((field.verified() || field.unique())
          && field.identifierType().isEmpty()
          && field.references().isEmpty()) {
        error(
            field.at(),
            "Expected %s to have an identity, an identifier or a reference, since it is marked"
                + " verified or unique, but it has none",
            name(collection, field));
      }
    }
  }

  private void checkWriting(DataCollection collection, DataField field) {
    boolean overwritten =
        field.writing().rectification().filter(Rectification.OVERWRITE::equals).isPresent();
    if (overwritten && (field.primaryKey() || field.writing().readOnly())) {
      error(
          field.at(),
          "Expected %s not to be corrected by overwriting, since it is %s, but it is",
          name(collection, field),
          field.primaryKey() ? "part of the primary key" : "read_only");
    }
  }

  /** Names of those of {@code names} that are collections of this dataset. */
  List<String> inDataset(List<CollectionName> names) {
    return names.stream()
        .filter(name -> name.dataset().equals(dataset.key()))
        .map(CollectionName::collection)
        .filter(collections::containsKey)
        .toList();
  }

  /** Complains about those of {@code names} that should be in this dataset and are not. */
  void checkNames(DataCollection collection, List<CollectionName> names) {
    for (CollectionName name : names) {
      if (name.dataset().equals(dataset.key()) && dataset.collection(name.collection()).isEmpty()) {
        error(
            name.at(),
            "Expected %s to come after a collection of this dataset but there is no %s",
            collection.name(),
            name.collection());
      }
    }
  }

  /** Refuses personal data to which nothing leads. */
  void requireFinder(DataCollection collection) {
    if (collection.fields().stream().anyMatch(DataField::isPersonal)) {
      error(
          collection.at(),
          "Expected %s to have an identity or a reference, since it holds personal data, but"
              + " nothing leads to it",
          collection.name());
    }
  }

  /**
   * The columns of {@code collection}, by name.
   *
   * @param incoming what leads to it
   * @param before the columns of the collections it comes from, by their names
   */
  Map<String, Column> columns(
      DataCollection collection, List<Link> incoming, Map<String, Map<String, Column>> before) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (DataField field : collection.fields()) {
      Optional<String> own = field.identifierType().or(() -> ofOtherDataset(field));
      Optional<Column> repeated =
          own.isPresent() ? Optional.empty() : repeated(field, incoming, before);
      columns.put(
          field.name(),
          new Column(
              field.name(),
              own,
              own.or(() -> repeated.flatMap(Column::identifier)),
              repeated.map(Column::match).orElse(field.match()),
              field.verified(),
              field.unique(),
              field.writing().length(),
              rectification(field),
              field.categories(),
              field.disclosure().within(collection.disclosure()),
              field.freeText()));
    }
    return columns;
  }

  /** What names a record, or is never written, is not corrected; all else is, unless it is said. */
  private static Rectification rectification(DataField field) {
    boolean fixed =
        field.primaryKey() || field.writing().readOnly() || !field.references().isEmpty();
    return field
        .writing()
        .rectification()
        .orElse(fixed ? Rectification.NEVER : Rectification.OVERWRITE);
  }

  /** Names of the columns by which a person's records are found. */
  static Set<String> finders(Map<String, Column> columns, List<Link> incoming) {
    Set<String> finders = new HashSet<>();
    columns.values().stream()
        .filter(column -> column.identifier().isPresent())
        .forEach(column -> finders.add(column.name()));
    incoming.forEach(link -> finders.addAll(link.toColumns()));
    return finders;
  }

  /** Whether more is said of {@code field} than what it holds. */
  static boolean hasRules(DataField field) {
    return field.identifierType().isPresent()
        || field.primaryKey()
        || !field.references().isEmpty()
        || field.erasure().isPresent()
        || field.writing().masking().isPresent()
        || field.retention().isPresent();
  }

  static boolean isCode(String text) {
    return CODE.matcher(text).matches();
  }

  static String name(DataCollection collection, DataField field) {
    return collection.name() + "." + field.name();
  }

  private static Optional<Column> repeated(
      DataField field, List<Link> incoming, Map<String, Map<String, Column>> before) {
    return incoming.stream()
        .filter(link -> link.toColumns().equals(List.of(field.name())))
        .map(
            link ->
                Optional.ofNullable(before.get(link.from()))
                    .flatMap(from -> Optional.ofNullable(from.get(link.fromColumns().getFirst()))))
        .flatMap(Optional::stream)
        .filter(column -> column.identifier().isPresent())
        .findFirst();
  }

  /** What another dataset leads to is looked up here by an identifier that its holder yields. */
  private Optional<String> ofOtherDataset(DataField field) {
    return field.references().stream()
        .filter(reference -> !reference.dataset().equals(dataset.key()))
        .filter(reference -> reference.direction() != Direction.TO)
        .map(Reference::type)
        .findFirst();
  }
}
