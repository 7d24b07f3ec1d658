package io.habeas.storeagent.map;

import io.habeas.storeagent.map.DataMap.CollectionName;
import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.DataMap.Order;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads datasets and their collections. */
final class DatasetReader {
  /** What fideslang lets a key be made of. */
  static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.<>-]+");

  /** Names a document in MongoDB and in search clusters. */
  private static final String DOCUMENT_KEY = "_id";

  private static final Pattern PLACEHOLDER = Pattern.compile("<[^>]*>");

  /** Keys that all resources of fideslang have. */
  static final Set<String> RESOURCE =
      Set.of("fides_key", "organization_fides_key", "tags", "name", "description", "meta");

  private static final Set<String> DATASET =
      Set.of(
          "fides_meta",
          "fidesops_meta",
          "collections",
          "data_categories",
          "data_uses",
          "data_purposes",
          "data_subjects",
          "data_qualifier",
          "habeas",
          "joint_controller",
          "retention",
          "third_country_transfers");
  private static final Set<String> DATASET_META =
      Set.of("resource_id", "after", "namespace", "redact");
  private static final Set<String> COLLECTION =
      Set.of(
          "name",
          "description",
          "fields",
          "fides_meta",
          "fidesops_meta",
          "habeas",
          "data_categories",
          "data_uses",
          "data_purposes",
          "data_subjects",
          "data_qualifier",
          "retention");
  private static final Set<String> COLLECTION_META =
      Set.of(
          "after",
          "erase_after",
          "skip_processing",
          "masking_strategy_override",
          "partitioning",
          "redact");

  private final String key;

  private DatasetReader(String key) {
    this.key = key;
  }

  /** The dataset at {@code node}; empty if it is too broken to be one. */
  static Optional<Dataset> read(YamlNode node) {
    var entries = new Entries(node, "a dataset");
    node.passOver(union(RESOURCE, DATASET), "a dataset");
    Optional<String> key = entries.required("fides_key");
    key.ifPresent(text -> checkKey(node, text, "the fides_key of a dataset"));
    Optional<Entries> meta = meta(entries, DATASET_META);
    Optional<String> schema =
        meta.flatMap(found -> found.inner("namespace")).flatMap(names -> names.text("schema"));
    List<String> after =
        meta.flatMap(found -> found.get("after"))
            .map(list -> list.texts("after"))
            .orElse(List.of());
    Optional<StoreKind> store =
        entries
            .get("habeas")
            .map(said -> new Entries(said, "habeas of a dataset").allowOnly(Set.of("store")))
            .flatMap(said -> said.constant(StoreKind.class, "store"));
    List<String> categories = categories(entries, List.of());
    var reader = new DatasetReader(key.orElse(""));
    List<DataCollection> collections =
        entries.get("collections").stream()
            .flatMap(list -> list.items("collections").stream())
            .map(collection -> reader.collection(collection, categories))
            .flatMap(Optional::stream)
            .toList();
    refuseRepeated(node, collections);
    return key.map(name -> new Dataset(name, schema, collections, after, store, node.at()));
  }

  /** Complains about a key that fideslang would not take, or that is a template's. */
  static void checkKey(YamlNode node, String key, String what) {
    if (PLACEHOLDER.matcher(key).find()) {
      node.error(
          "Expected %s but %s is a template's, in which a key is to be filled in"
              .formatted(what, key));
    } else if (!KEY.matcher(key).matches()) {
      node.error(
          "Expected %s to be of letters, digits, dots, hyphens and underscores but it is %s"
              .formatted(what, key));
    }
  }

  /** The older spelling is read too, as Fides does. */
  static Optional<Entries> meta(Entries entries, Set<String> known) {
    return entries
        .inner("fides_meta")
        .or(() -> entries.inner("fidesops_meta"))
        .map(found -> found.passOver(known));
  }

  /** The categories said, or else those that hold for all around. */
  static List<String> categories(Entries entries, List<String> around) {
    List<String> own =
        entries.get("data_categories").map(list -> list.texts("data_categories")).orElse(List.of());
    return own.isEmpty() ? around : own;
  }

  static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new java.util.HashSet<>(one);
    all.addAll(other);
    return all;
  }

  private static void refuseRepeated(YamlNode node, List<DataCollection> collections) {
    Map<String, Location> names = new HashMap<>();
    for (DataCollection collection : collections) {
      Location before = names.putIfAbsent(collection.name(), collection.at());
      if (before != null) {
        node.errorAt(
            collection.at(),
            "Expected collection %s once but it is at %s too".formatted(collection.name(), before));
      }
    }
  }

  private Optional<DataCollection> collection(YamlNode node, List<String> around) {
    var entries = new Entries(node, "a collection");
    node.passOver(COLLECTION, "a collection");
    Optional<String> name = entries.required("name");
    Optional<Entries> meta = meta(entries, COLLECTION_META);
    var rules = new CollectionRules(entries);
    List<String> categories = categories(entries, around);
    boolean skipped = meta.filter(said -> said.flag("skip_processing")).isPresent();
    List<DataField> fields = new FieldReader(key, name.orElse("")).fields(entries, categories);
    if (skipped && fields.stream().anyMatch(DataField::isPersonal)) {
      node.warning(
          "Expected no personal data in %s, which no request looks at, but there is some"
              .formatted(name.orElse("a collection")));
    }
    name.ifPresent(found -> warnOfKeys(node, found, fields));
    return name.map(
        found ->
            new DataCollection(
                found,
                fields,
                skipped,
                rules.retention(),
                rules.restriction(),
                rules.objects(),
                rules.index(),
                rules.manual(),
                new Order(names(meta, "after"), names(meta, "erase_after")),
                meta.flatMap(said -> said.inner("masking_strategy_override"))
                    .filter(DatasetReader::isDelete)
                    .isPresent(),
                rules.disclosure(),
                node.at()));
  }

  /** What has {@code _id} is made of documents, and that alone names them. */
  private static void warnOfKeys(YamlNode node, String name, List<DataField> fields) {
    if (fields.stream().anyMatch(field -> field.name().equals(DOCUMENT_KEY))) {
      fields.stream()
          .filter(field -> field.primaryKey() && !field.name().equals(DOCUMENT_KEY))
          .forEach(
              field ->
                  node.warningAt(
                      field.at(),
                      "Expected %s alone to be the primary_key but %s.%s is marked too, which is"
                              .formatted(DOCUMENT_KEY, name, field.name())
                          + " passed over in stores of documents"));
    }
  }

  private static boolean isDelete(Entries override) {
    Optional<String> strategy = override.required("strategy");
    if (strategy.filter(text -> !text.equals("delete")).isPresent()) {
      override
          .node()
          .error(
              "Expected the masking_strategy_override of a collection to be delete but it is "
                  + strategy.get());
    }
    return strategy.filter("delete"::equals).isPresent();
  }

  private static List<CollectionName> names(Optional<Entries> meta, String key) {
    return meta.flatMap(said -> said.get(key)).stream()
        .flatMap(list -> list.items(key).stream())
        .flatMap(item -> name(item, key).stream())
        .toList();
  }

  private static Optional<CollectionName> name(YamlNode item, String key) {
    Optional<String> text = item.text(key);
    // Keys of datasets may have dots, names of collections may not: fideslang splits in two.
    Optional<CollectionName> name =
        text.filter(written -> written.indexOf('.') > 0 && !written.endsWith("."))
            .map(
                written -> {
                  int dot = written.lastIndexOf('.');
                  return new CollectionName(
                      written.substring(0, dot), written.substring(dot + 1), item.at());
                });
    if (text.isPresent() && name.isEmpty()) {
      item.error("Expected %s to name dataset.collection but it is %s".formatted(key, text.get()));
    }
    return name;
  }
}
