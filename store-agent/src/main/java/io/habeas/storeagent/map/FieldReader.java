package io.habeas.storeagent.map;

import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Direction;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.map.DataMap.Reference;
import io.habeas.storeagent.map.DataMap.Writing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the fields of one collection, and the fields in them. */
final class FieldReader {
  private static final Set<String> FIELD =
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
  private static final Set<String> FIELD_META =
      Set.of(
          "references",
          "identity",
          "primary_key",
          "data_type",
          "length",
          "return_all_elements",
          "read_only",
          "custom_request_field",
          "masking_strategy_override",
          "redact");

  /** Fides' types, and those that only stores here distinguish. */
  private static final Set<String> TYPES =
      Set.of("string", "integer", "float", "boolean", "object_id", "object", "long", "uuid");

  private static final String LIST = "[]";

  private final String dataset;
  private final String collection;

  FieldReader(String dataset, String collection) {
    this.dataset = dataset;
    this.collection = collection;
  }

  /** The fields that {@code outer} has. */
  List<DataField> fields(Entries outer, List<String> categories) {
    return fields(outer, categories, "");
  }

  private List<DataField> fields(Entries outer, List<String> categories, String prefix) {
    List<DataField> fields =
        outer.get("fields").stream()
            .flatMap(list -> list.items("fields").stream())
            .map(node -> field(node, categories, prefix))
            .flatMap(Optional::stream)
            .toList();
    Map<String, Location> names = new HashMap<>();
    for (DataField field : fields) {
      Location before = names.putIfAbsent(field.name(), field.at());
      if (before != null) {
        outer
            .node()
            .errorAt(
                field.at(),
                "Expected field %s once but it is at %s too"
                    .formatted(prefix + field.name(), before));
      }
    }
    return fields;
  }

  private Optional<DataField> field(YamlNode node, List<String> around, String prefix) {
    var entries = new Entries(node, "a field");
    node.passOver(FIELD, "a field");
    Optional<String> name = entries.required("name");
    Optional<Entries> meta = DatasetReader.meta(entries, FIELD_META);
    var rules = new FieldRules(entries);
    Optional<String> identity = meta.flatMap(said -> said.text("identity"));
    Optional<String> dataType = meta.flatMap(FieldReader::dataType);
    boolean verified = rules.flag("verified");
    boolean unique = rules.flag("unique");
    List<Reference> references = meta.map(this::references).orElse(List.of());
    Optional<String> identifier =
        rules
            .identifier()
            .or(
                () ->
                    // Checked and one person's, it can lead other stores to the person.
                    name.filter(
                            found ->
                                verified && unique && identity.isEmpty() && references.isEmpty())
                        .map(found -> DataMap.type(dataset, collection, prefix + found)));
    meta.flatMap(said -> said.get("custom_request_field"))
        .ifPresent(
            field ->
                field.warning(
                    "Expected people to be found by an identity or a reference but there is a"
                        + " custom_request_field, by which nobody is searched"));
    List<String> categories = DatasetReader.categories(entries, around);
    return name.map(
        found ->
            new DataField(
                found,
                categories,
                identity,
                identifier,
                meta.filter(said -> said.flag("primary_key")).isPresent(),
                references,
                verified,
                unique,
                rules.match().orElseGet(() -> usualMatch(identifier.or(() -> identity))),
                dataType,
                rules.erasure(),
                writing(meta, rules),
                rules.retention(),
                rules.disclosure(),
                rules.flag("free-text"),
                meta.filter(said -> wholeList(said, dataType)).isPresent(),
                meta.flatMap(said -> said.text("custom_request_field")),
                fields(entries, categories, prefix + found + "."),
                node.at()));
  }

  private static Match usualMatch(Optional<String> type) {
    // Mail addresses are written in any case (RFC 5321 section 2.4 leaves it to the receiving
    // host, and none distinguishes in practice).
    return type.filter("email"::equals).isPresent() ? Match.IGNORE_CASE : Match.EXACT;
  }

  private static Optional<String> dataType(Entries meta) {
    Optional<String> type = meta.text("data_type");
    if (type.map(FieldReader::single).filter(name -> !TYPES.contains(name)).isPresent()) {
      meta.get("data_type")
          .ifPresent(
              node ->
                  node.warning(
                      "Expected data_type to be one of %s, [] after it for a list, but it is %s,"
                              .formatted(new java.util.TreeSet<>(TYPES), type.get())
                          + " which is taken as not said"));
      return type.filter(text -> text.endsWith(LIST));
    }
    return type;
  }

  private static String single(String type) {
    return type.endsWith(LIST) ? type.substring(0, type.length() - LIST.length()) : type;
  }

  private static boolean wholeList(Entries meta, Optional<String> dataType) {
    boolean whole = meta.flag("return_all_elements");
    if (whole && dataType.filter(type -> type.endsWith(LIST)).isEmpty()) {
      meta.get("return_all_elements")
          .ifPresent(
              node ->
                  node.error(
                      "Expected return_all_elements where data_type is a list but it is none"));
    }
    return whole;
  }

  private static Writing writing(Optional<Entries> meta, FieldRules rules) {
    OptionalInt length =
        meta.flatMap(said -> said.get("length"))
            .map(FieldReader::length)
            .orElse(OptionalInt.empty());
    return new Writing(
        length,
        meta.filter(said -> said.flag("read_only")).isPresent(),
        rules.rectification(),
        meta.flatMap(said -> said.inner("masking_strategy_override")).flatMap(FidesMasking::read));
  }

  private static OptionalInt length(YamlNode node) {
    Optional<Integer> length = node.text("length").flatMap(FieldReader::positive);
    if (length.isEmpty()) {
      node.error("Expected length to be a number of characters above 0 but it is not");
    }
    return length.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static Optional<Integer> positive(String text) {
    return text.matches("[0-9]{1,9}")
        ? Optional.of(Integer.parseInt(text)).filter(number -> number > 0)
        : Optional.empty();
  }

  private List<Reference> references(Entries meta) {
    return meta.get("references").stream()
        .flatMap(list -> list.items("references").stream())
        .map(FieldReader::reference)
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Reference> reference(YamlNode node) {
    var entries = new Entries(node, "a reference");
    node.passOver(Set.of("dataset", "field", "direction"), "a reference");
    Optional<String> dataset = entries.required("dataset");
    dataset.ifPresent(key -> DatasetReader.checkKey(node, key, "the dataset of a reference"));
    Optional<String> field = entries.required("field");
    Direction direction = entries.constant(Direction.class, "direction").orElse(Direction.EITHER);
    if (dataset.isEmpty() || field.isEmpty()) {
      return Optional.empty();
    }
    int dot = field.get().indexOf('.');
    if (dot < 1 || dot == field.get().length() - 1) {
      node.error("Expected a reference to collection.field but it is " + field.get());
      return Optional.empty();
    }
    return Optional.of(
        new Reference(
            dataset.get(),
            field.get().substring(0, dot),
            field.get().substring(dot + 1),
            direction,
            node.at()));
  }
}
