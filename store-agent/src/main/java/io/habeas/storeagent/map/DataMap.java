package io.habeas.storeagent.map;

import java.util.List;
import java.util.Optional;

/** Everything a fideslang file says about datasets that matters here. */
public record DataMap(List<Dataset> datasets) {
  public DataMap {
    datasets = List.copyOf(datasets);
  }

  public Optional<Dataset> dataset(String key) {
    return datasets.stream().filter(dataset -> dataset.key().equals(key)).findFirst();
  }

  /**
   * One store.
   *
   * @param key its {@code fides_key}
   * @param schema the database schema ({@code fides_meta.namespace.schema}); empty for the store's
   *     default
   */
  public record Dataset(
      String key, Optional<String> schema, List<DataCollection> collections, Location at) {
    public Dataset {
      collections = List.copyOf(collections);
    }
  }

  /**
   * A table, or whatever the store calls it.
   *
   * @param skipped {@code skip_processing}: not looked at by any request
   * @param retention why its records may have to be kept; empty for none
   * @param objects which objects it is made of; empty where it is not in an object storage
   * @param search what it is made of in a search cluster; empty where the map does not say
   */
  public record DataCollection(
      String name,
      List<DataField> fields,
      boolean skipped,
      Optional<RetentionRule> retention,
      Restriction restriction,
      Optional<ObjectsRule> objects,
      Optional<SearchRule> search,
      Location at) {
    public DataCollection {
      fields = List.copyOf(fields);
    }

    public Optional<DataField> field(String name) {
      return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }
  }

  /**
   * A field.
   *
   * @param categories its {@code data_categories}
   * @param identity the identifier type under which a person is looked up here ({@code
   *     fides_meta.identity})
   * @param identifier the identifier type of its values where they are not a Fides identity ({@code
   *     habeas.identifier})
   * @param primaryKey part of what names one record
   * @param references fields that hold the same values
   * @param verified its values were checked to belong to the person of the record
   * @param unique a value belongs to one person, and a person has one record here
   * @param match how identifiers are compared with it
   * @param dataType how its values are stored ({@code fides_meta.data_type}), {@code []} after it
   *     for a list of such; empty where the map does not say
   * @param erasure what becomes of it at erasure; empty where the map does not say
   * @param fields of a nested field
   */
  public record DataField(
      String name,
      List<String> categories,
      Optional<String> identity,
      Optional<String> identifier,
      boolean primaryKey,
      List<Reference> references,
      boolean verified,
      boolean unique,
      Match match,
      Optional<String> dataType,
      Optional<ErasureStrategy> erasure,
      List<DataField> fields,
      Location at) {
    public DataField {
      categories = List.copyOf(categories);
      references = List.copyOf(references);
      fields = List.copyOf(fields);
    }
  }

  /** How an identifier is compared with a field. */
  public enum Match {
    EXACT,
    IGNORE_CASE
  }

  /**
   * Another field that holds the same values.
   *
   * @param direction which of the two leads to the other
   */
  public record Reference(
      String dataset, String collection, String field, Direction direction, Location at) {}

  /** Fides' direction of a reference. */
  public enum Direction {
    /** The other field leads to this one. */
    FROM,
    /** This field leads to the other one. */
    TO,
    /** Not said: whichever of the two can. */
    EITHER
  }
}
