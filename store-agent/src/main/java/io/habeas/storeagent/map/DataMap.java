package io.habeas.storeagent.map;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything a fideslang map says that matters here, be it in one file or in several.
 *
 * @param systems what the controller's systems do with personal data; for registers, no request
 *     looks at it
 * @param warnings what was read otherwise than its author may think, each with its line
 */
public record DataMap(List<Dataset> datasets, List<DataSystem> systems, List<MapError> warnings) {
  public DataMap {
    datasets = List.copyOf(datasets);
    systems = List.copyOf(systems);
    warnings = List.copyOf(warnings);
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
   * @param after keys of the datasets that Fides looks at before; shown, but the rounds of a
   *     request follow from identifiers alone
   * @param store what kind of store it is ({@code habeas.store}); empty where the map does not say
   */
  public record Dataset(
      String key,
      Optional<String> schema,
      List<DataCollection> collections,
      List<String> after,
      Optional<StoreKind> store,
      Location at) {
    public Dataset {
      collections = List.copyOf(collections);
      after = List.copyOf(after);
    }

    public Optional<DataCollection> collection(String name) {
      return collections.stream().filter(found -> found.name().equals(name)).findFirst();
    }

    Dataset with(List<DataCollection> other) {
      return new Dataset(key, schema, other, after, store, at);
    }
  }

  /**
   * A table, or whatever the store calls it.
   *
   * @param skipped {@code skip_processing}: not looked at by any request
   * @param retention why its records may have to be kept; empty for none
   * @param objects which objects it is made of; empty where it is not in an object storage
   * @param index what it is made of in a search cluster; empty where its own name says so
   * @param manual who looks after it and how; empty where nobody does
   * @param order before which others it must not be looked at or erased
   * @param deletedWhole its records go as a whole, whatever the fields say (Fides' {@code
   *     masking_strategy_override: delete})
   * @param disclosure what a copy tells and withholds, for all of its fields
   */
  public record DataCollection(
      String name,
      List<DataField> fields,
      boolean skipped,
      Optional<RetentionRule> retention,
      Restriction restriction,
      Optional<ObjectsRule> objects,
      Optional<IndexRule> index,
      Optional<ManualRule> manual,
      Order order,
      boolean deletedWhole,
      Disclosure disclosure,
      Location at) {
    public DataCollection {
      fields = List.copyOf(fields);
    }

    /** The field {@code name} that is not inside another one. */
    public Optional<DataField> field(String name) {
      return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    /** The field at {@code path}, names joined by dots, which may be inside others. */
    public Optional<DataField> fieldAt(String path) {
      List<String> names = Arrays.asList(path.split("\\.", -1));
      Optional<DataField> found = field(names.getFirst());
      for (String name : names.subList(1, names.size())) {
        found = found.flatMap(outer -> outer.field(name));
      }
      return found;
    }

    /** The same, looked at as if it had {@code other} fields. */
    public DataCollection with(List<DataField> other) {
      return with(other, retention);
    }

    /** The same, looked at as if it had {@code other} fields and another rule. */
    public DataCollection with(List<DataField> other, Optional<RetentionRule> rule) {
      return new DataCollection(
          name,
          other,
          skipped,
          rule,
          restriction,
          objects,
          index,
          manual,
          order,
          deletedWhole,
          disclosure,
          at);
    }
  }

  /**
   * Which collections come first, whatever else the order of a traversal follows from.
   *
   * @param after those that are looked at before ({@code fides_meta.after})
   * @param eraseAfter those that are erased before ({@code fides_meta.erase_after})
   */
  public record Order(List<CollectionName> after, List<CollectionName> eraseAfter) {
    /** Nothing said. */
    public static final Order NONE = new Order(List.of(), List.of());

    public Order {
      after = List.copyOf(after);
      eraseAfter = List.copyOf(eraseAfter);
    }
  }

  /** A collection, named from elsewhere. */
  public record CollectionName(String dataset, String collection, Location at) {
    @Override
    public String toString() {
      return dataset + "." + collection;
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
   * @param erasure what becomes of it at erasure ({@code habeas.erasure}); empty where the map does
   *     not say
   * @param writing what may be written into it
   * @param retention why it may have to be kept though the rest of its record need not; empty for
   *     none
   * @param disclosure what a copy tells of it, or why it withholds it
   * @param freeText people write into it, so that an identifier may be anywhere in it ({@code
   *     habeas.free-text}): whoever verifies an erasure looks for all of them there
   * @param wholeList a list in which one element that is the person's makes all of them so ({@code
   *     fides_meta.return_all_elements})
   * @param customRequestField the name under which a request may bring a value for it ({@code
   *     fides_meta.custom_request_field}); shown, nobody is searched by it
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
      Writing writing,
      Optional<RetentionRule> retention,
      Disclosure disclosure,
      boolean freeText,
      boolean wholeList,
      Optional<String> customRequestField,
      List<DataField> fields,
      Location at) {
    public DataField {
      categories = List.copyOf(categories);
      references = List.copyOf(references);
      fields = List.copyOf(fields);
    }

    /** The field {@code name} directly in this one. */
    public Optional<DataField> field(String name) {
      return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    /** The identifier type of its values, as the map says; empty if they identify nobody. */
    public Optional<String> identifierType() {
      return identifier.or(() -> identity);
    }

    /** Whether its values may be yielded to other stores (legal rule L11). */
    public boolean isProof() {
      return verified && unique;
    }

    /** Whether it, or one inside it, is of a category of personal data. */
    public boolean isPersonal() {
      return categories.stream().anyMatch(c -> c.equals("user") || c.startsWith("user."))
          || fields.stream().anyMatch(DataField::isPersonal);
    }

    /** The same, and those in it, as what names a record or as what does not. */
    public DataField asKey(boolean key) {
      return copy(
          name,
          identifier,
          key,
          match,
          writing,
          disclosure,
          fields.stream().map(field -> field.asKey(false)).toList());
    }

    /** The same under another name, and with other fields inside. */
    public DataField with(String otherName, List<DataField> otherFields) {
      return copy(otherName, identifier, primaryKey, match, writing, disclosure, otherFields);
    }

    /**
     * The same as a field in {@code outer}: where it says nothing itself, a copy tells of it what
     * it tells of {@code outer}, and in what is read-only everything is.
     */
    public DataField within(DataField outer) {
      return copy(
          name,
          identifier,
          primaryKey,
          match,
          outer.writing.readOnly() ? writing.asReadOnly() : writing,
          disclosure.within(outer.disclosure),
          fields);
    }

    /** The same with values of the identifier type {@code type}. */
    DataField identifying(String type, Match how) {
      return copy(name, Optional.of(type), primaryKey, how, writing, disclosure, fields);
    }

    private DataField copy(
        String otherName,
        Optional<String> otherIdentifier,
        boolean otherKey,
        Match otherMatch,
        Writing otherWriting,
        Disclosure otherDisclosure,
        List<DataField> otherFields) {
      return new DataField(
          otherName,
          categories,
          identity,
          otherIdentifier,
          otherKey,
          references,
          verified,
          unique,
          otherMatch,
          dataType,
          erasure,
          otherWriting,
          retention,
          otherDisclosure,
          freeText,
          wholeList,
          customRequestField,
          otherFields,
          at);
    }
  }

  /**
   * What may be written into a field.
   *
   * @param length how many characters it holds at most; empty where the map does not say
   * @param readOnly its value is never changed; the record may still be deleted as a whole
   * @param rectification how it is corrected (legal rule L18); empty where the map does not say
   * @param masking what Fides makes of it where the record stays ({@code
   *     fides_meta.masking_strategy_override}); empty where the map does not say, or no strategy
   *     here is the like
   */
  public record Writing(
      OptionalInt length,
      boolean readOnly,
      Optional<Rectification> rectification,
      Optional<ErasureStrategy> masking) {
    /** Nothing said. */
    public static final Writing NONE =
        new Writing(OptionalInt.empty(), false, Optional.empty(), Optional.empty());

    Writing asReadOnly() {
      return new Writing(length, true, rectification, masking);
    }
  }

  /** How a field is corrected. */
  public enum Rectification {
    /** The right value takes the place of the wrong one. */
    OVERWRITE,
    /** The value stays and the person's statement is put beside it (Art. 16, second sentence). */
    SUPPLEMENT,
    /** It is not a statement about the person, or not one that can be changed. */
    NEVER
  }

  /**
   * What a copy tells of a collection or a field.
   *
   * @param portability where the data is from in the sense of Art. 20; empty where the map does not
   *     say
   * @param thirdParty why it is withheld: it is about other people too (Art. 15(4), legal rule
   *     L16); empty if it is not
   * @param source where the data comes from that was not collected from the person (Art. 15(1)(g));
   *     empty where it was, or the map does not say
   */
  public record Disclosure(
      Optional<Portability> portability, Optional<String> thirdParty, Optional<String> source) {
    /** Nothing said. */
    public static final Disclosure NONE =
        new Disclosure(Optional.empty(), Optional.empty(), Optional.empty());

    /** What this says, and where it says nothing, what {@code wider} does. */
    public Disclosure within(Disclosure wider) {
      return new Disclosure(
          portability.or(wider::portability),
          thirdParty.or(wider::thirdParty),
          source.or(wider::source));
    }
  }

  /** Where data is from in the sense of Art. 20 (legal rules L17, L26). */
  public enum Portability {
    /** The person gave it. */
    PROVIDED,
    /** It came about by what the person did; it counts as provided. */
    OBSERVED,
    /** The controller made it out of other data: in a copy, not in what is ported. */
    INFERRED
  }

  /** How an identifier is compared with a field. */
  public enum Match {
    EXACT,
    IGNORE_CASE
  }

  /**
   * Another field that holds the same values.
   *
   * @param field its path, names joined by dots
   * @param direction which of the two leads to the other
   */
  public record Reference(
      String dataset, String collection, String field, Direction direction, Location at) {

    /** The identifier type of the other field's values where it has no other. */
    public String type() {
      return DataMap.type(dataset, collection, field);
    }
  }

  /** The identifier type of a field's values where the map gives it no other. */
  static String type(String dataset, String collection, String path) {
    return dataset + "." + collection + "." + path;
  }

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
