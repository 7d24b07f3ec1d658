package io.habeas.storeagent.map.scaffold;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is drafted of a store.
 *
 * @param key the dataset's key
 * @param schema the database schema; empty for the store's default
 */
public record Draft(String key, Optional<String> schema, List<DraftCollection> collections) {
  public Draft {
    collections = List.copyOf(collections);
  }

  /**
   * A collection.
   *
   * @param skipped why no request can look at it as it is; empty if one can
   * @param remarks what somebody should look at
   */
  public record DraftCollection(
      String name, List<DraftField> fields, Optional<String> skipped, List<String> remarks) {
    public DraftCollection {
      fields = List.copyOf(fields);
      remarks = List.copyOf(remarks);
    }

    Optional<DraftField> field(String field) {
      return fields.stream().filter(found -> found.name().equals(field)).findFirst();
    }

    List<String> primaryKey() {
      return fields.stream().filter(DraftField::primaryKey).map(DraftField::name).toList();
    }

    boolean isPersonal() {
      return fields.stream().anyMatch(DraftField::isPersonal);
    }

    boolean hasIdentity() {
      return fields.stream().anyMatch(DraftField::hasIdentity);
    }
  }

  /**
   * A field.
   *
   * @param dataType in Fides' words; empty where Fides has none
   * @param category guessed; empty where the name says nothing
   * @param identity the identifier type of its values, guessed; empty where the name says nothing
   * @param references what it holds the key of
   * @param fields in it
   */
  public record DraftField(
      String name,
      Optional<String> dataType,
      OptionalInt length,
      boolean primaryKey,
      Optional<String> category,
      Optional<String> identity,
      List<DraftReference> references,
      List<DraftField> fields) {
    public DraftField {
      references = List.copyOf(references);
      fields = List.copyOf(fields);
    }

    boolean isPersonal() {
      return category.filter(found -> found.startsWith("user")).isPresent()
          || fields.stream().anyMatch(DraftField::isPersonal);
    }

    boolean hasIdentity() {
      return identity.isPresent() || fields.stream().anyMatch(DraftField::hasIdentity);
    }

    DraftField leading(List<DraftReference> other) {
      return new DraftField(name, dataType, length, primaryKey, category, identity, other, fields);
    }
  }

  /** The field holds values of a field that names one record of {@code collection}. */
  public record DraftReference(String collection, String field) {}
}
