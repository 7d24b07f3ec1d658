package io.habeas.storeagent.map;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What kind of store a dataset describes, which decides what its map may say. Their names are those
 * of {@code habeas.store}.
 */
public enum StoreKind {
  /** Tables of a relational database. */
  TABLES,
  /** Documents, with fields in fields and lists. */
  DOCUMENTS,
  /** Objects in a bucket. */
  OBJECTS,
  /** Keys of a Redis database. */
  KEYS,
  /** Documents in a search cluster. */
  SEARCH,
  /** What a processor holds, reached over HTTP. */
  PROCESSOR,
  /** Objects at a processor that knows no people, whose the agent is told they are. */
  PROVIDER,
  /** What people look after. */
  MANUAL;

  /** The one field that names a document. */
  private static final String DOCUMENT_KEY = "_id";

  /**
   * The kind that {@code dataset} is written for. fideslang does not say it, so {@code
   * habeas.store} does, and else the rules of its collections: one that people look after, with
   * keys, objects or an index is what these are for; one whose collections have {@code _id}, or
   * lists and no other key, is of documents; any other is taken for tables.
   */
  public static StoreKind of(Dataset dataset) {
    return dataset.store().orElseGet(() -> shown(dataset));
  }

  private static StoreKind shown(Dataset dataset) {
    List<DataCollection> all = dataset.collections();
    if (all.stream().anyMatch(each -> each.manual().isPresent())) {
      return MANUAL;
    }
    if (all.stream().anyMatch(each -> each.objects().orElse(null) instanceof KeysRule)) {
      return KEYS;
    }
    if (all.stream().anyMatch(each -> each.objects().isPresent())) {
      return OBJECTS;
    }
    if (all.stream().anyMatch(each -> each.index().isPresent())) {
      return SEARCH;
    }
    return all.stream().anyMatch(StoreKind::isOfDocuments) ? DOCUMENTS : TABLES;
  }

  private static boolean isOfDocuments(DataCollection collection) {
    return collection.field(DOCUMENT_KEY).isPresent()
        || (collection.fields().stream().noneMatch(DataField::primaryKey)
            && collection.fields().stream().anyMatch(StoreKind::isList));
  }

  private static boolean isList(DataField field) {
    return field.dataType().filter(type -> type.equals("object[]")).isPresent()
        || field.fields().stream().anyMatch(StoreKind::isList);
  }

  /** As it is written. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Makes sure that a map says nothing that only another kind of store has, and that would be
   * passed over here without a word.
   *
   * @throws InvalidMap with every error found, each with its line
   */
  public void requireFitting(Dataset dataset) {
    List<MapError> errors = new ArrayList<>();
    dataset
        .store()
        .filter(said -> said != this)
        .ifPresent(
            said ->
                errors.add(
                    new MapError(
                        dataset.at(),
                        "Expected dataset %s to be reached as %s, as habeas.store says, but it is"
                                .formatted(dataset.key(), said.code())
                            + " reached as %s".formatted(code()))));
    for (DataCollection collection : dataset.collections()) {
      if (this != SEARCH) {
        collection
            .index()
            .ifPresent(rule -> errors.add(misplaced(collection, "index", SEARCH, rule.at())));
      }
      if (this != MANUAL) {
        collection
            .manual()
            .ifPresent(rule -> errors.add(misplaced(collection, "manual", MANUAL, rule.at())));
      }
      // Everywhere else planning complains of it.
      if (this == MANUAL || this == PROVIDER) {
        if (collection.restriction().hides()) {
          errors.add(
              new MapError(
                  collection.at(),
                  "Expected no way to hide records of %s, since the agent hides none there, but it"
                          .formatted(collection.name())
                      + " has a restriction"));
        }
        collection
            .objects()
            .ifPresent(
                rule ->
                    errors.add(
                        rule instanceof KeysRule
                            ? misplaced(collection, "keys", KEYS, rule.at())
                            : misplaced(collection, "objects", OBJECTS, rule.at())));
      }
    }
    if (!errors.isEmpty()) {
      throw new InvalidMap(errors);
    }
  }

  private MapError misplaced(DataCollection collection, String rule, StoreKind where, Location at) {
    return new MapError(
        at,
        "Expected habeas.%s in a dataset that is reached as %s only but %s is reached as %s"
            .formatted(rule, where.code(), collection.name(), code()));
  }
}
